package io.breakwater.client.internal.delivery;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets a few questions be under way at a time; the others wait for their turn, and most of them
 * then need not be asked any more. One without an answer gives its turn away after a second.
 * Thread-safe.
 *
 * @param <Q> a question
 */
final class Questions<Q> {
  private static final int MOST_UNDER_WAY = 4;
  private static final long TURN_MILLIS = 1_000;

  private final Predicate<Q> needed;
  private final Function<Q, CompletionStage<?>> ask;
  private final Queue<Q> waiting = new ArrayDeque<>();
  private int underWay;

  /**
   * Creates it, with no question.
   *
   * @param needed whether a question is still to be asked when its turn comes
   * @param ask asks it; the stage completes with the answer
   */
  Questions(Predicate<Q> needed, Function<Q, CompletionStage<?>> ask) {
    this.needed = needed;
    this.ask = ask;
  }

  /** Asks, now or in its turn. */
  void add(Q question) {
    synchronized (this) {
      waiting.add(question);
    }
    askNext();
  }

  private void askNext() {
    for (Q next = take(); next != null; next = take()) {
      var unused =
          ask.apply(next)
              .<@Nullable Object>handle((answer, failure) -> null)
              .toCompletableFuture()
              .completeOnTimeout(null, TURN_MILLIS, TimeUnit.MILLISECONDS)
              .thenRun(this::ended);
    }
  }

  private synchronized @Nullable Q take() {
    while (underWay < MOST_UNDER_WAY && !waiting.isEmpty()) {
      Q next = waiting.remove();
      if (needed.test(next)) {
        underWay++;
        return next;
      }
    }
    return null;
  }

  private void ended() {
    synchronized (this) {
      underWay--;
    }
    askNext();
  }
}
