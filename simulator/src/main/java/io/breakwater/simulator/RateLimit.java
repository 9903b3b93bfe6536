package io.breakwater.simulator;

/**
 * The limit of TLS connections per second, as {@code rateCounter} in {@code server/rate_counter.go}
 * of nats-server counts: in windows of a second, each of which opens with the first connection
 * after the last one has ended.
 */
final class RateLimit {
  private static final long WINDOW = 1_000_000_000L;

  private final int perSecond;
  private long end = Long.MIN_VALUE;
  private int count;

  RateLimit(int perSecond) {
    this.perSecond = perSecond;
  }

  boolean allows(long now) {
    if (now > end) {
      count = 0;
      end = now + WINDOW;
    } else {
      count++;
    }
    return count < perSecond;
  }
}
