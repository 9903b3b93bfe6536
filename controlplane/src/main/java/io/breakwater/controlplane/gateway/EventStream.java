package io.breakwater.controlplane.gateway;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.store.Bucket;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client that hears of changes: reads the buckets' streams from where the client is, and after
 * each outage goes on from there. Changes that follow each other closely may come as one: the last.
 */
final class EventStream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventStream.class);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final Bus bus;
  private final EventWriter client;
  private final EventScope scope;
  private volatile boolean closed;
  private @Nullable EventPosition position;
  private boolean cut;
  private long saidNanos = System.nanoTime();

  EventStream(Bus bus, EventWriter client, EventScope scope, Optional<EventPosition> after) {
    this.bus = bus;
    this.client = client;
    this.scope = scope;
    // One thing is told from the start, which is one event; everything from now on.
    position = after.orElse(scope.all() ? null : new EventPosition(0, 0));
  }

  /** Goes on until the client is gone, or the stream is closed. */
  void run() {
    try {
      client.comment();
      while (!closed) {
        listen();
      }
    } catch (IOException e) {
      log.debug("gateway: the client of an event stream is gone: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells what there is, until the connection is lost. */
  private void listen() throws IOException, InterruptedException {
    Optional<EventSource> opened = open();
    if (opened.isEmpty()) {
      outage();
      return;
    }
    try (EventSource source = opened.get()) {
      position = source.position();
      if (cut) {
        cut = false;
        say("connected", Map.of("connected", true));
      }
      long connection = bus.health().reconnects();
      while (!closed
          && bus.health().connected()
          && bus.health().reconnects() == connection
          && !source.behind()) {
        Message change = source.next(LOOK_AGAIN);
        if (change == null) {
          keepAlive();
        } else {
          tell(change);
        }
      }
    }
  }

  private Optional<EventSource> open() {
    if (!bus.health().connected()) {
      return Optional.empty();
    }
    try {
      return Optional.of(EventSource.open(bus.connection(), scope, position));
    } catch (IOException | JetStreamApiException | BusException | IllegalStateException e) {
      log.debug("gateway: an event stream was cut: {}", e.toString());
      return Optional.empty();
    }
  }

  /** Says once that nothing can be heard, and waits a moment. */
  private void outage() throws IOException, InterruptedException {
    if (!cut) {
      cut = true;
      say("disconnected", Map.of("connected", false));
    }
    keepAlive();
    Thread.sleep(LOOK_AGAIN.toMillis());
  }

  private void tell(Message change) throws IOException {
    long revision = change.metaData().streamSequence();
    EventPosition before = position == null ? new EventPosition(0, 0) : position;
    boolean ofJob = change.metaData().getStream().equals(Bucket.JOBS.stream());
    if (revision <= (ofJob ? before.jobs() : before.runs())) {
      return;
    }
    position = ofJob ? before.withJobs(revision) : before.withRuns(revision);
    try {
      if (ofJob) {
        JobRecord job = Json.read(change.getData(), JobRecord.class);
        tell("job", job.request().tenant(), JobView.summary(job));
      } else {
        RunRecord run = Json.read(change.getData(), RunRecord.class);
        tell("run", run.tenant(), RunView.summary(run));
      }
    } catch (ContractException e) {
      log.warn("gateway: {} is not readable: {}", change.getSubject(), e.getMessage());
    }
  }

  private void tell(String kind, String tenant, Object view) throws IOException {
    if (tenant.equals(scope.tenant())) {
      say(kind, view);
    }
  }

  private void say(String event, Object data) throws IOException {
    client.event(event, position == null ? null : position.toString(), data);
    saidNanos = System.nanoTime();
  }

  /** Without a word now and then, a client that has gone would never be noticed. */
  private void keepAlive() throws IOException {
    if (System.nanoTime() - saidNanos > KEEP_ALIVE.toNanos()) {
      client.comment();
      saidNanos = System.nanoTime();
    }
  }

  /** Ends the stream; does not wait for it. */
  @Override
  public void close() {
    closed = true;
  }
}
