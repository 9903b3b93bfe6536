package io.breakwater.controlplane.gateway;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.client.BusSubscription;
import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.Heartbeat;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.contract.WorkerStatus;
import io.nats.client.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which topics workers offer, as their heartbeats say: so that who asks for a job hears if it waits
 * for a worker that nobody has started. It is a hint, from memory; who gets a job is the
 * scheduler's matter. Thread-safe.
 */
final class OfferedTopics implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OfferedTopics.class);

  /** Workers that are asked for a heartbeat answer at once. */
  private static final Duration ANSWERED = Duration.ofSeconds(2);

  /** As for the scheduler: who misses more is gone. */
  private static final int HEARTBEATS = 3;

  private record Offer(List<String> topics, long untilNanos) {}

  private final Bus bus;
  private final BusSubscription heartbeats;
  private final Map<String, Offer> offers = new ConcurrentHashMap<>();
  private long connection = -1;
  private long askedNanos;

  OfferedTopics(Bus bus) {
    this.bus = bus;
    heartbeats = bus.subscribe(Subjects.HEARTBEAT, this::heard);
    var unused = listening();
  }

  private void heard(Message message) {
    try {
      Heartbeat beat = Json.read(message.getData(), Heartbeat.class);
      WorkerStatus worker = beat.worker();
      if (worker != null) {
        long lasts = Duration.ofMillis(beat.intervalMillis()).multipliedBy(HEARTBEATS).toNanos();
        offers.put(beat.instance(), new Offer(worker.topics(), System.nanoTime() + lasts));
      }
    } catch (ContractException e) {
      log.debug("gateway: a heartbeat that is none: {}", e.getMessage());
    }
    var unused = listening();
  }

  /** Returns if all workers could be heard by now; asks them on each new connection. */
  private synchronized boolean listening() {
    if (!bus.health().connected()) {
      return false;
    }
    long now = System.nanoTime();
    if (connection != bus.health().reconnects()) {
      try {
        bus.publish(Subjects.HEARTBEAT_ASK, new byte[0]);
        connection = bus.health().reconnects();
        askedNanos = now;
      } catch (BusException e) {
        log.debug("gateway: workers are heard of when they beat: {}", e.getMessage());
      }
      return false;
    }
    return now - askedNanos > ANSWERED.toNanos();
  }

  /** Returns why a job waits; null if it does not, or nothing is known against it. */
  @Nullable String waiting(JobRecord job) {
    Instant next = job.nextAttemptAt();
    if (job.state() != JobState.PENDING || (next != null && next.isAfter(Instant.now()))) {
      return null;
    }
    String topic = job.request().topic();
    return listening() && !offered(topic) ? "no worker offers topic " + topic : null;
  }

  private boolean offered(String topic) {
    long now = System.nanoTime();
    offers.values().removeIf(offer -> now - offer.untilNanos() > 0);
    return offers.values().stream().anyMatch(offer -> offer.topics().contains(topic));
  }

  @Override
  public void close() {
    heartbeats.close();
  }
}
