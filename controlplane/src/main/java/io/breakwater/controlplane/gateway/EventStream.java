package io.breakwater.controlplane.gateway;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.controlplane.contract.Json;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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

  /** How often it is looked if the connection is still there. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  /** How often it is read if nobody has heard of a change. */
  private static final Duration READ_AGAIN = Duration.ofSeconds(2);

  private final Ask ask;
  private final Bus bus;
  private final ChangeSignal signal;
  private final int share;
  private final EventWriter client;
  private final EventScope scope;
  private volatile boolean closed;
  private @Nullable EventPosition position;
  private boolean cut;
  private long saidNanos = System.nanoTime();

  /**
   * Creates one.
   *
   * @param share how many bytes of changes may be in memory for this client
   */
  EventStream(
      Ask ask,
      ChangeSignal signal,
      int share,
      EventWriter client,
      EventScope scope,
      Optional<EventPosition> after) {
    this.ask = ask;
    bus = ask.bus();
    this.signal = signal;
    this.share = share;
    this.client = client;
    this.scope = scope;
    // One thing is told from the start, which is one event; everything from now on.
    position = after.orElse(scope.all() ? null : new EventPosition(0, 0));
  }

  /** Goes on until the client is gone, or the stream is closed. */
  void run() {
    try {
      client.comment("");
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
        say("connected", Json.bytes(Map.of("connected", true)));
      }
      long connection = bus.health().reconnects();
      long readNanos = System.nanoTime();
      while (!closed && bus.health().connected() && bus.health().reconnects() == connection) {
        if (source.isWoken() || System.nanoTime() - readNanos > READ_AGAIN.toNanos()) {
          if (!tell(source)) {
            return;
          }
          readNanos = System.nanoTime();
        }
        keepAlive();
        source.await(LOOK_AGAIN);
      }
    }
  }

  /** Tells all that there is now; false if it could not be read. */
  private boolean tell(EventSource source) throws IOException {
    List<Change> changes;
    do {
      try {
        changes = source.next(ask.deadline());
      } catch (ReadingRoom.FullException e) {
        client.comment(" waits: " + e.getMessage());
        return true;
      } catch (IOException | JetStreamApiException | BusException | IllegalStateException e) {
        log.debug("gateway: an event stream was cut: {}", e.toString());
        return false;
      }
      for (Change change : changes) {
        position = change.after(position == null ? source.position() : position);
        say(change.kind(), change.json().getBytes(StandardCharsets.UTF_8));
      }
      position = source.position();
    } while (!changes.isEmpty() && !closed);
    return true;
  }

  private Optional<EventSource> open() {
    if (!bus.health().connected()) {
      return Optional.empty();
    }
    try {
      return Optional.of(EventSource.open(ask, signal, scope, position, share, ask.deadline()));
    } catch (IOException | JetStreamApiException | BusException | IllegalStateException e) {
      log.debug("gateway: an event stream was cut: {}", e.toString());
      return Optional.empty();
    }
  }

  /** Says once that nothing can be heard, and waits a moment. */
  private void outage() throws IOException, InterruptedException {
    if (!cut) {
      cut = true;
      say("disconnected", Json.bytes(Map.of("connected", false)));
    }
    keepAlive();
    Thread.sleep(LOOK_AGAIN.toMillis());
  }

  private void say(String event, byte[] data) throws IOException {
    client.event(event, position == null ? null : position.toString(), data);
    saidNanos = System.nanoTime();
  }

  /** Without a word now and then, a client that has gone would never be noticed. */
  private void keepAlive() throws IOException {
    if (System.nanoTime() - saidNanos > KEEP_ALIVE.toNanos()) {
      client.comment("");
      saidNanos = System.nanoTime();
    }
  }

  /** Ends the stream; does not wait for it. */
  @Override
  public void close() {
    closed = true;
  }
}
