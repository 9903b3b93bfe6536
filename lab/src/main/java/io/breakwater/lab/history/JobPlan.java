package io.breakwater.lab.history;

import java.time.Duration;
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

  /** The least that the longest execution of a load can be. */
  static final Duration SHORT = Duration.ofSeconds(1);

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  /**
   * Draws the work with a number; the same for the same seed.
   *
   * @param longest how long an execution takes at most; at least {@link #SHORT}
   */
  static JobPlan of(String token, long seed, int number, Duration longest) {
    SplittableRandom random = new SplittableRandom(seed + number * GOLDEN_RATIO);
    boolean doomed = random.nextInt(100) < 2;
    boolean cancelled = !doomed && random.nextInt(100) < 8;
    int failures = random.nextInt(100) < 10 ? 1 + random.nextInt(2) : 0;
    return new JobPlan(
        token,
        hold(random, cancelled, longest),
        doomed ? ALWAYS : failures,
        doomed,
        random.nextInt(100) < 20,
        cancelled,
        random.nextInt(1_500));
  }

  /**
   * Mostly short; one in eight takes seconds, so that what kills its worker or the broker meets it
   * at work; and of these a few take longer than a worker may leave a message without a word.
   */
  private static int hold(SplittableRandom random, boolean cancelled, Duration longest) {
    int kind = random.nextInt(1_000);
    int most = (int) longest.toMillis();
    int hold;
    if (kind >= 985) {
      hold = between(random, 3 * most / 4, most);
    } else if (cancelled || kind >= 875) {
      hold = between(random, 500, Math.max(501, most / 3));
    } else {
      hold = random.nextInt(kind < 700 ? 30 : 300);
    }
    return hold;
  }

  private static int between(SplittableRandom random, int least, int most) {
    return least + random.nextInt(most - least);
  }

  /** Returns the query with which the recorder is called. */
  String query() {
    return "?hold=" + holdMillis + "&fail=" + failures;
  }
}
