package io.breakwater.lab.history;

import java.time.Duration;

/**
 * A load of jobs and runs, and somebody who asks what has become of them: every call and every
 * answer is in the history. Thread-safe.
 *
 * <p>Some jobs fail once or twice and are retried, a few fail for good, some have an idempotency
 * key and are sent twice, also to another gateway and after a refusal, some are cancelled. Runs are
 * of three workflows, which are applied first: a diamond, a fan-out and a delay.
 */
public final class Work implements AutoCloseable {
  private Work() {}

  /**
   * Starts to submit; returns at once.
   *
   * @param recorder what the jobs call; the workers must have the topic {@code http}
   */
  public static Work start(WorkOptions options, History history, Recorder recorder) {
    throw new UnsupportedOperationException("to come: " + options + history + recorder);
  }

  /** Submits nothing more. What was submitted is still asked for. */
  public void stop() {}

  /** Returns how many jobs and runs were accepted so far. */
  public int accepted() {
    return 0;
  }

  /** Returns how many of these have not been seen in a terminal state yet, nor given up as gone. */
  public int open() {
    return 0;
  }

  /**
   * Waits until everything that was accepted was seen in a terminal state, or has been unknown to
   * all gateways for a good while; and then asks for each of them once more, so that a change after
   * the end is seen. Best called after {@link #stop()}.
   *
   * @return false if the limit passed before
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean awaitSettled(Duration limit) throws InterruptedException {
    throw new UnsupportedOperationException("to come: " + limit);
  }

  /** Stops all calls. */
  @Override
  public void close() {}
}
