package io.breakwater.client.internal.delivery;

/**
 * How fast a drain goes, so that at no 100 ms the server sees more than 1.2 times its share of the
 * rate: when the next message may go, and how many of the outbox may be unanswered. Without the
 * second, a server that stands still for a moment finds a whole window before it when it goes on,
 * and the drain's next messages on top. Pure: time is an argument. Not thread-safe.
 */
final class DrainPace {
  /** What may pile up before a server that stands still, as time at the drain's rate. */
  private static final long PILE_NANOS = 8_000_000L;

  /** So that two messages are always on their way, whatever the rate. */
  private static final int LEAST_WINDOW = 2;

  private static final double NANOS_PER_SECOND = 1e9;

  private double perSecond;
  private final TokenBucket bucket;

  /**
   * Creates a pace.
   *
   * @param perSecond messages per second, positive
   * @param nowNanos the time on a monotonic clock
   */
  DrainPace(double perSecond, long nowNanos) {
    this.perSecond = perSecond;
    bucket = new TokenBucket(perSecond, nowNanos);
  }

  /** Changes the rate from now on. */
  void rate(double perSecond, long nowNanos) {
    this.perSecond = perSecond;
    bucket.rate(perSecond, nowNanos);
  }

  /** Takes leave to send a message, if there is. */
  boolean take(long nowNanos) {
    return bucket.take(nowNanos);
  }

  /** Notes messages that others have sent since the last call: the drain sends fewer. */
  void others(long messages, long nowNanos) {
    bucket.charge(messages, nowNanos);
  }

  /** Puts back leave that was not needed. */
  void giveBack() {
    bucket.giveBack();
  }

  /** Returns how long it takes until there is leave; zero if there is. */
  long nanosUntilNext(long nowNanos) {
    return bucket.nanosUntilNext(nowNanos);
  }

  /**
   * Returns how many messages may be unanswered.
   *
   * @param answerNanos how long an answer takes at least: what is on its way for so long does not
   *     pile up
   */
  int window(long answerNanos) {
    double most = perSecond * (PILE_NANOS + answerNanos) / NANOS_PER_SECOND;
    return (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_WINDOW, most));
  }
}
