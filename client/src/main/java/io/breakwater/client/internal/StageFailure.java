package io.breakwater.client.internal;

import java.util.concurrent.CompletionException;

/** What a stage failed with: the stages after it have that in a {@link CompletionException}. */
public final class StageFailure {
  private StageFailure() {}

  /** Returns what was thrown, taken out of its wrapping if it has one. */
  public static Throwable cause(Throwable failure) {
    Throwable inside = failure.getCause();
    return failure instanceof CompletionException && inside != null ? inside : failure;
  }
}
