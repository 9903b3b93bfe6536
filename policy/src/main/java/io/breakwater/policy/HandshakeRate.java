package io.breakwater.policy;

import java.time.Duration;
import java.util.Collection;

/**
 * An estimate of C from one handshake of one's own and the moments at which others began theirs.
 *
 * <p>By Little's law, a server that has L handshakes in progress, each of which takes it W, ends
 * L/W of them per second: that is what it can do at least. L is seen by the member whose handshake
 * it is, as the overlap of the others with its own, each taken to last as long:
 *
 * <pre>L = sum over all j of max(0, 1 - |start_j - start_own| / W)</pre>
 *
 * which counts itself as 1. A server with k processors that had fewer than k handshakes in progress
 * could do more than L/W; one that had k or more could not.
 */
public final class HandshakeRate {
  /**
   * The shortest W that is believed: below it, a measurement is one of timers and of the network.
   */
  static final Duration LEAST = Duration.ofNanos(500_000);

  private HandshakeRate() {}

  /**
   * Returns what a server does at least, in connections per second, when nothing is known of other
   * handshakes.
   *
   * @param took how long the server took for it, positive or not
   */
  public static double alone(Duration took) {
    return 1e9 / nanos(took);
  }

  /**
   * Returns what a server does at least, in connections per second.
   *
   * @param took how long the server took for one's own handshake
   * @param ownStartNanos when that began, on the server's clock
   * @param startNanos when those of all connections of that server began, on the same clock, one's
   *     own among them
   */
  public static double among(Duration took, long ownStartNanos, Collection<Long> startNanos) {
    double nanos = nanos(took);
    double inProgress = 0;
    for (long start : startNanos) {
      inProgress += Math.max(0, 1 - Math.abs(start - ownStartNanos) / nanos);
    }
    return 1e9 * Math.max(1, inProgress) / nanos;
  }

  private static double nanos(Duration took) {
    return Math.max(LEAST.toNanos(), took.toNanos());
  }
}
