package io.breakwater.client.internal;

import io.breakwater.client.BusException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a bus: it begins once, whoever asks for it, and others can wait for it. */
final class Ending {
  private static final Logger log = LoggerFactory.getLogger(Ending.class);

  /** How long a second close() waits for the first. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final AtomicBoolean begun = new AtomicBoolean();
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /** Returns true to the one caller that has to do it. */
  boolean begin() {
    return begun.compareAndSet(false, true);
  }

  /** Returns if the end has begun. */
  boolean begun() {
    return begun.get();
  }

  /** Notes that all is closed. */
  void done() {
    done.complete(null);
  }

  /** Notes that all is closed, because the bus had to give up. */
  void doneBecauseOf(BusException cause) {
    done.completeExceptionally(cause);
  }

  /** Waits, not for ever, until all is closed: closed is closed only when that is done. */
  void await() {
    try {
      done.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.trace("not the caller's business", e);
    }
  }

  /** Returns a stage that completes when all is closed; it fails if the bus had to give up. */
  CompletionStage<Void> stage() {
    return done.minimalCompletionStage();
  }
}
