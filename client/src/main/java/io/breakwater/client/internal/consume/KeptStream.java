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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure on every line that one stream is there. On a thread of its own: one that does not
 * answer, as its only replica is away, holds up no other.
 */
final class KeptStream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StreamKeeper.class);

  private final StreamConfiguration told;
  private final String what;
  private final Connections connections;
  private final Consumer<LifecycleEvent> events;
  private final Runnable looked;
  private final CompletableFuture<Void> there = new CompletableFuture<>();
  private final Wakeup wakeup = new Wakeup();
  private final Patience patience = new Patience();
  private final Thread thread;
  private volatile long seenOn;
  private volatile @Nullable String trouble;
  private @Nullable String refusal;
  private volatile boolean closed;

  /**
   * Creates what does nothing yet.
   *
   * @param looked called after each look at the stream
   */
  KeptStream(
      String threadName,
      StreamConfiguration told,
      Connections connections,
      Consumer<LifecycleEvent> events,
      Runnable looked) {
    this.told = told;
    this.connections = connections;
    this.events = events;
    this.looked = looked;
    what = "stream " + told.getName();
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
  }

  void start() {
    connections.onChange(wakeup::wake);
    thread.start();
  }

  StreamConfiguration told() {
    return told;
  }

  /** Returns a stage that completes when the stream is there. */
  CompletionStage<Void> there() {
    return there.minimalCompletionStage();
  }

  /** Returns if it has been seen to on this line, with whatever result. */
  boolean seenOn(Line line) {
    return seenOn == line.epoch();
  }

  /** Returns why it has not been seen to; null if nothing is known to be wrong. */
  @Nullable String trouble() {
    return trouble;
  }

  /** Somebody misses it. */
  void missing() {
    seenOn = 0;
    wakeup.wake();
  }

  /** Somebody asks for it again. */
  void look() {
    wakeup.wake();
  }

  private void run() {
    Pause pause = new Pause();
    try {
      while (!closed) {
        Line line = connections.current();
        if (line == null || (seenOn(line) && refusal == null)) {
          pause.reset();
          wakeup.await(Pause.FOREVER);
        } else {
          boolean fine = seeTo(line);
          looked.run();
          if (!fine) {
            wakeup.await(pause.next(trouble != null));
          }
        }
      }
    } catch (InterruptedException e) {
      log.trace("{}: closed", what);
    }
    there.completeExceptionally(new BusClosedException(what + ": the bus is closed"));
  }

  private boolean seeTo(Line line) throws InterruptedException {
    try {
      make(new JetStreamApi(line.connection(), what, patience));
      patience.answered();
      refusal = null;
      trouble = null;
      there.complete(null);
      seenOn = line.epoch();
      return true;
    } catch (BusException e) {
      String text = String.valueOf(e.getMessage());
      if (!text.equals(refusal)) {
        refusal = text;
        events.accept(new LifecycleEvent.JetStreamRefused(Instant.now(), what, text));
      }
      there.completeExceptionally(e);
      // Who consumes from a stream that is merely different goes on.
      trouble = null;
      seenOn = line.epoch();
      return false;
    } catch (IOException | RuntimeException e) {
      trouble = what + ": " + CauseText.of(e);
      log.debug("{}", trouble);
      return false;
    }
  }

  private void make(JetStreamApi api) throws IOException, InterruptedException {
    Optional<StreamInfo> found = api.stream(told.getName());
    if (found.isPresent()) {
      List<String> differences = Differences.of(told, found.get().getConfiguration());
      if (!differences.isEmpty()) {
        throw new StreamConflictException(told.getName(), differences);
      }
    } else {
      api.create(told);
      boolean again = there.isDone() && !there.isCompletedExceptionally();
      events.accept(new LifecycleEvent.StreamCreated(Instant.now(), told.getName(), again));
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
