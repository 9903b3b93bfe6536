package io.breakwater.lab.history;

import java.util.SplittableRandom;

/**
 * What a job, or a run, is to be like.
 *
 * @param token names it
 * @param holdMillis how long an execution takes
 * @param failures how many executions fail first
 * @param doomed if all of them do
 * @param keyed if it has an idempotency key and is sent twice
 * @param cancelled if it is cancelled when it was accepted
 * @param cancelAfterMillis how long after
 */
record JobPlan(
    String token,
    int holdMillis,
    int failures,
    boolean doomed,
    boolean keyed,
    boolean cancelled,
    int cancelAfterMillis) {
  /** More than anything has attempts. */
  private static final int ALWAYS = 1_000;

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  /** Draws the work with a number; the same for the same seed. */
  static JobPlan of(String token, long seed, int number) {
    SplittableRandom random = new SplittableRandom(seed + number * GOLDEN_RATIO);
    boolean doomed = random.nextInt(100) < 2;
    boolean cancelled = !doomed && random.nextInt(100) < 8;
    int failures = random.nextInt(100) < 10 ? 1 + random.nextInt(2) : 0;
    return new JobPlan(
        token,
        hold(random, cancelled),
        doomed ? ALWAYS : failures,
        doomed,
        random.nextInt(100) < 20,
        cancelled,
        random.nextInt(1_500));
  }

  /** Mostly short, some long enough that a fault meets them at work. */
  private static int hold(SplittableRandom random, boolean cancelled) {
    int kind = random.nextInt(100);
    if (cancelled || kind >= 95) {
      return 500 + random.nextInt(1_500);
    }
    return random.nextInt(kind < 70 ? 30 : 300);
  }

  /** Returns the query with which the recorder is called. */
  String query() {
    return "?hold=" + holdMillis + "&fail=" + failures;
  }
}
