package io.breakwater.controlplane.gateway;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.store.Bucket;
import io.javalin.http.sse.SseClient;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client that hears of changes: a thread that reads the buckets' streams from where the client
 * is, and after each outage goes on from there. Changes that follow each other closely may come as
 * one: the last.
 */
final class EventStream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventStream.class);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Bus bus;
  private final SseClient client;
  private final EventScope scope;
  private final Thread thread;
  private volatile boolean closed;
  private Runnable ended = () -> {};
  private @Nullable EventPosition position;
  private boolean cut;
  private long saidNanos = System.nanoTime();

  EventStream(Bus bus, SseClient client, EventScope scope, Optional<EventPosition> after) {
    this.bus = bus;
    this.client = client;
    this.scope = scope;
    // One thing is told from the start, which is one event; everything from now on.
    position = after.orElse(scope.all() ? null : new EventPosition(0, 0));
    thread = new Thread(this::run, "breakwater-events-" + NUMBERS.incrementAndGet());
    thread.setDaemon(true);
    client.onClose(this::close);
  }

  /** Begins; the callback is called once when it is over. */
  void start(Runnable callback) {
    ended = callback;
    thread.start();
  }

  private void run() {
    try {
      while (!closed && !client.terminated()) {
        try {
          listen();
        } catch (IOException | JetStreamApiException | BusException | IllegalStateException e) {
          log.debug("gateway: an event stream was cut: {}", e.toString());
          outage();
        }
      }
    } catch (InterruptedException e) {
      // Told to end.
    } catch (RuntimeException e) {
      log.warn("gateway: an event stream failed", e);
    } finally {
      ended.run();
      client.close();
    }
  }

  /** Tells what there is, until the connection is lost. */
  private void listen() throws IOException, JetStreamApiException, InterruptedException {
    if (!bus.health().connected()) {
      outage();
      return;
    }
    long connection = bus.health().reconnects();
    try (EventSource source = EventSource.open(bus.connection(), scope, position)) {
      position = source.position();
      if (cut) {
        cut = false;
        say("connected", Map.of("connected", true));
      }
      while (!closed && !client.terminated() && bus.health().connected()) {
        if (bus.health().reconnects() != connection || source.behind()) {
          return;
        }
        Message change = source.next(LOOK_AGAIN);
        if (change == null) {
          keepAlive();
        } else {
          tell(change);
        }
      }
    }
  }

  /** Says once that nothing can be heard, and waits a moment. */
  private void outage() throws InterruptedException {
    if (!cut) {
      cut = true;
      say("disconnected", Map.of("connected", false));
    }
    keepAlive();
    Thread.sleep(LOOK_AGAIN.toMillis());
  }

  private void tell(Message change) {
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

  private void tell(String kind, String tenant, Object view) {
    if (tenant.equals(scope.tenant())) {
      say(kind, view);
    }
  }

  private void say(String event, Object data) {
    String id = position == null ? null : position.toString();
    client.sendEvent(event, new String(Json.bytes(data), StandardCharsets.UTF_8), id);
    saidNanos = System.nanoTime();
  }

  /** Without a word now and then, a client that has gone would never be noticed. */
  private void keepAlive() {
    if (System.nanoTime() - saidNanos > KEEP_ALIVE.toNanos()) {
      client.sendComment("");
      saidNanos = System.nanoTime();
    }
  }

  /** Ends the stream; does not wait for it. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
