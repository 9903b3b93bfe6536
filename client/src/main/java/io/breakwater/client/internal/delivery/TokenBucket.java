package io.breakwater.client.internal.delivery;

/**
 * Says when the next message of a drain may go: so many a second, and never more at once than come
 * in {@value #BURST_MILLIS} ms. So no 100 ms see more than 1.07 times their share, however long the
 * caller was kept from asking. Pure: time is an argument. Not thread-safe.
 */
final class TokenBucket {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int BURST_MILLIS = 7;

  /** Others cannot take more than this part of what comes, so that a drain goes on beside them. */
  private static final double OTHERS_SHARE = 0.9;

  private double perNano;
  private double most;
  private double tokens;
  private long filledNanos;
  private long chargedNanos;

  /**
   * Creates a bucket with one token.
   *
   * @param perSecond tokens per second, positive
   * @param nowNanos the time on a monotonic clock
   */
  TokenBucket(double perSecond, long nowNanos) {
    filledNanos = nowNanos;
    chargedNanos = nowNanos;
    rate(perSecond, nowNanos);
    tokens = 1;
  }

  /** Changes how many tokens come per second from now on. */
  final void rate(double perSecond, long nowNanos) {
    fill(nowNanos);
    perNano = perSecond / NANOS_PER_SECOND;
    most = Math.max(1, perSecond * BURST_MILLIS / 1_000);
  }

  /** Takes a token, if there is a whole one. */
  boolean take(long nowNanos) {
    fill(nowNanos);
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /**
   * Takes tokens for what others have sent since the last call, who did not ask: nine in ten of
   * those that came meanwhile, at most. What is missing is owed.
   */
  void charge(long messages, long nowNanos) {
    fill(nowNanos);
    double theirs = OTHERS_SHARE * Math.max(0, nowNanos - chargedNanos) * perNano;
    tokens -= Math.min((double) messages, theirs);
    chargedNanos = nowNanos;
  }

  /** Puts back a token that was not needed. */
  void giveBack() {
    tokens = Math.min(most, tokens + 1);
  }

  /** Returns how long it takes until there is a whole token; zero if there is one. */
  long nanosUntilNext(long nowNanos) {
    fill(nowNanos);
    return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perNano);
  }

  private void fill(long nowNanos) {
    tokens = Math.min(most, tokens + Math.max(0, nowNanos - filledNanos) * perNano);
    filledNanos = nowNanos;
  }
}
