package io.breakwater.client.internal.consume;

import io.breakwater.client.BusClosedException;
import io.breakwater.client.BusException;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.StreamConflictException;
import io.breakwater.client.internal.CauseText;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure on every line, on a thread of its own, that the streams are there. */
final class StreamKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StreamKeeper.class);

  private final Map<String, Kept> streams = new ConcurrentHashMap<>();
  private final Connections connections;
  private final Consumer<LifecycleEvent> events;
  private final Runnable done;
  private final Wakeup wakeup = new Wakeup();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Creates a keeper of nothing.
   *
   * @param done called when all streams have been seen to on a line
   */
  StreamKeeper(
      String threadName, Connections connections, Consumer<LifecycleEvent> events, Runnable done) {
    this.connections = connections;
    this.events = events;
    this.done = done;
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
    connections.onChange(wakeup::wake);
  }

  void start() {
    thread.start();
  }

  /** See {@link io.breakwater.client.BusJetStream#ensure}. */
  CompletionStage<Void> ensure(StreamConfiguration told) {
    Kept kept = streams.computeIfAbsent(told.getName(), name -> new Kept(told));
    if (!kept.told.toJson().equals(told.toJson())) {
      throw new IllegalArgumentException(
          "stream " + told.getName() + ": told before with another configuration");
    }
    wakeup.wake();
    if (closed) {
      kept.there.completeExceptionally(closed(told.getName()));
    }
    return kept.there.minimalCompletionStage();
  }

  /** Returns if all streams have been seen to on this line, with whatever result. */
  boolean ready(Line line) {
    return streams.values().stream().allMatch(kept -> kept.seenOn == line.epoch());
  }

  /**
   * Somebody misses a stream.
   *
   * @return false if the keeper does not know it
   */
  boolean missing(String stream) {
    Kept kept = streams.get(stream);
    if (kept == null) {
      return false;
    }
    kept.seenOn = 0;
    wakeup.wake();
    return true;
  }

  /** Somebody misses a stream, and does not know which. */
  void lookAgain() {
    streams.keySet().forEach(this::missing);
  }

  private void run() {
    Pause pause = new Pause();
    while (!closed) {
      try {
        Line line = connections.current();
        if (line == null || streams.isEmpty()) {
          wakeup.await(Pause.FOREVER);
        } else if (pass(line)) {
          pause.reset();
          wakeup.await(Pause.FOREVER);
        } else {
          wakeup.await(pause.next());
        }
      } catch (InterruptedException e) {
        break;
      }
    }
    streams.forEach((name, kept) -> kept.there.completeExceptionally(closed(name)));
  }

  /** Sees to each stream; returns if all are there. */
  private boolean pass(Line line) throws InterruptedException {
    boolean all = true;
    for (Kept kept : streams.values()) {
      if (kept.seenOn != line.epoch() || kept.refusal != null) {
        all &= seeTo(kept, line);
      }
    }
    done.run();
    return all;
  }

  private boolean seeTo(Kept kept, Line line) throws InterruptedException {
    String name = kept.told.getName();
    try {
      make(kept, new JetStreamApi(line.connection(), "stream " + name));
      kept.refusal = null;
      kept.there.complete(null);
      kept.seenOn = line.epoch();
      return true;
    } catch (BusException e) {
      String text = String.valueOf(e.getMessage());
      if (!text.equals(kept.refusal)) {
        kept.refusal = text;
        events.accept(new LifecycleEvent.JetStreamRefused(Instant.now(), "stream " + name, text));
      }
      kept.there.completeExceptionally(e);
      // Who consumes from a stream that is merely different goes on.
      kept.seenOn = line.epoch();
      return false;
    } catch (IOException | RuntimeException e) {
      log.debug("stream {}: {}", name, CauseText.of(e));
      return false;
    }
  }

  private void make(Kept kept, JetStreamApi api) throws IOException, InterruptedException {
    Optional<StreamInfo> there = api.stream(kept.told.getName());
    if (there.isPresent()) {
      List<String> differences = Differences.of(kept.told, there.get().getConfiguration());
      if (!differences.isEmpty()) {
        throw new StreamConflictException(kept.told.getName(), differences);
      }
    } else {
      api.create(kept.told);
      events.accept(
          new LifecycleEvent.StreamCreated(
              Instant.now(),
              kept.told.getName(),
              kept.there.isDone() && !kept.there.isCompletedExceptionally()));
    }
  }

  private static BusClosedException closed(String stream) {
    return new BusClosedException("stream " + stream + ": the bus is closed");
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  /** A stream, and what is known of it. All but the keeper's thread only read, or say 0. */
  private static final class Kept {
    private final StreamConfiguration told;
    private final CompletableFuture<Void> there = new CompletableFuture<>();
    private volatile long seenOn;
    private volatile @Nullable String refusal;

    private Kept(StreamConfiguration told) {
      this.told = told;
    }
  }
}
