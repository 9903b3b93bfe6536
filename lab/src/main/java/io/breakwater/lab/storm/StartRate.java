package io.breakwater.lab.storm;

import io.breakwater.lab.light.AttemptLog;
import io.breakwater.lab.light.SteadyClock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fast a fleet was connected that starts so many at a time, the next one when one stands. It is
 * C of connections that stay: a calibration's hang up, and the server need not find memory for
 * them.
 */
final class StartRate {
  /** Fewer say little: the ends of the interval are single connections. */
  private static final int FEWEST = 50;

  private StartRate() {}

  /**
   * Returns it in connections per second, from the first tenth of the fleet to nine tenths: without
   * a server and clients that have only just begun, and without an end at which fewer wait than
   * may.
   *
   * @param log of the fleet
   * @param replicas how many start
   * @param brokerDown what is connected from then on is not the start
   * @return null if they are too few, were not all connected, or one fell again
   */
  static @Nullable Double perSecond(AttemptLog log, int replicas, Instant brokerDown) {
    long down = SteadyClock.epochNanos(brokerDown);
    int first = replicas / 10;
    int last = replicas - first;
    long firstAt = 0;
    long lastAt = 0;
    int connected = 0;
    for (int i = 0; i < log.changes() && log.change(i).at() < down; i++) {
      if (!log.change(i).connected()) {
        return null;
      }
      connected++;
      firstAt = connected == first ? log.change(i).at() : firstAt;
      lastAt = connected == last ? log.change(i).at() : lastAt;
    }
    boolean told = replicas >= FEWEST && connected == replicas && lastAt > firstAt;
    return told ? Double.valueOf((last - first) / ((lastAt - firstAt) / 1e9)) : null;
  }
}
