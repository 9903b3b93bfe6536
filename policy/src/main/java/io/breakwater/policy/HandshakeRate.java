package io.breakwater.policy;

import java.time.Duration;
import java.util.Collection;

/**
 * What a member can tell of C from a handshake of its own, and from the moments at which others
 * began theirs. Everything here is a lower bound of what one server can do.
 *
 * <p>A server works on handshakes one after the other, or on all at once and evenly; either way
 * those that began before one's own are done when one's own is. So each window of time that ends
 * where the own handshake began is a proof of work done:
 *
 * <pre>C &gt;= (handshakes that began in the window) / (its length + how long the own one lasted)
 * </pre>
 *
 * and the best window counts. In a fleet that starts in order, or all at once, it comes out within
 * some percent of C, and nearly the same for all members, because they look at the same starts. Who
 * began within an eighth of the own handshake after it began together with it, and was served
 * beside it. A member that came among the first has little before it; so a window may also end up
 * to half of the own handshake later, but may then prove no more than twice as much: those who
 * began that much later need not be done.
 */
public final class HandshakeRate {
  /** A handshake that took less says more about timers, and the network, than about the server. */
  static final Duration LEAST = Duration.ofMillis(1);

  private static final double LATER_PROVES_AT_MOST = 2;

  private static final int TOGETHER_PART = 8;

  private HandshakeRate() {}

  /**
   * Returns the bound, in connections per second, where nothing is known of others: one processor
   * could do so many one after the other.
   *
   * @param took how long the server took for the handshake, without the network
   */
  public static double alone(Duration took) {
    return 1e9 / atLeast(took);
  }

  /**
   * Returns the bound, in connections per second, that others' handshakes at the same server give.
   *
   * @param lasted how long the own handshake lasted, from the INFO to the first PONG
   * @param ownStart when it began, in nanoseconds on the server's clock
   * @param starts when those of all connections of that server began, on the same clock, the own
   *     one among them
   */
  public static double among(Duration lasted, long ownStart, Collection<Long> starts) {
    long[] sorted = starts.stream().mapToLong(Long::longValue).sorted().toArray();
    long lastedNanos = atLeast(lasted);
    double before = 0;
    double later = 0;
    for (int end = 0; end < sorted.length && sorted[end] - ownStart <= lastedNanos / 2; end++) {
      if (sorted[end] < ownStart) {
        continue;
      }
      double proved = best(sorted, end, lastedNanos);
      if (sorted[end] - ownStart <= lastedNanos / TOGETHER_PART) {
        before = Math.max(before, proved);
      }
      later = Math.max(later, proved);
    }
    return Math.min(later, LATER_PROVES_AT_MOST * before);
  }

  /** Returns the best of all windows that end at one start. */
  private static double best(long[] sorted, int end, long lastedNanos) {
    double best = 0;
    for (int first = 0; first <= end; first++) {
      double seconds = (sorted[end] - sorted[first] + lastedNanos) / 1e9;
      best = Math.max(best, (end - first + 1) / seconds);
    }
    return best;
  }

  private static long atLeast(Duration took) {
    return Math.max(LEAST.toNanos(), took.toNanos());
  }
}
