package io.breakwater.policy;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How a fleet's attempts lie in time on average, found by running its schedule, not by a second
 * formula: a large sample, from a fixed seed, of members that all lose the broker at 0 and find it
 * refusing. Good for schedules that wait 10 ms and more.
 */
final class FleetProfile {
  private static final int MEMBERS = 1 << 14;
  private static final int MOST_ATTEMPTS = 200;
  private static final Duration LEAST_HORIZON = Duration.ofMinutes(1);

  /** Windows at least this near to the densest one compete with it for the largest wave. */
  private static final double NEAR_PEAK = 0.8;

  private final long[] moments;
  private final double attemptsPerSecond;

  private FleetProfile(long[] moments, double attemptsPerSecond) {
    this.moments = moments;
    this.attemptsPerSecond = attemptsPerSecond;
  }

  /**
   * The densest window.
   *
   * @param attemptsPerReplica how many attempts one member makes in it on average
   * @param windows how many windows of that length lie in the time that is about as dense
   */
  record Peak(double attemptsPerReplica, double windows) {}

  static FleetProfile of(AttemptSchedule schedule) {
    long horizon = Math.max(LEAST_HORIZON.toNanos(), schedule.maxWait().multipliedBy(2).toNanos());
    SplittableRandom random = new SplittableRandom(1);
    long[] moments = new long[MEMBERS * MOST_ATTEMPTS];
    int count = 0;
    double memberNanos = 0;
    for (int member = 0; member < MEMBERS; member++) {
      long now = 0;
      long wait = 0;
      // The first wave is usually the densest: its random numbers are spaced evenly, without noise.
      double number = (member + 0.5) / MEMBERS;
      for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        wait = schedule.nextWaitNanos(attempt, wait, SitOut.NONE, now, number);
        if (now + wait > horizon) {
          break;
        }
        now += wait;
        moments[count++] = now;
        number = random.nextDouble();
      }
      memberNanos += now;
    }
    long[] sorted = Arrays.copyOf(moments, count);
    Arrays.sort(sorted);
    return new FleetProfile(sorted, count * 1e9 / memberNanos);
  }

  /** Returns the attempts per second of one member. */
  double attemptsPerSecond() {
    return attemptsPerSecond;
  }

  Peak peak(Duration window) {
    long length = window.toNanos();
    int most = 0;
    for (int first = 0, end = 0; first < moments.length; first++) {
      end = endOfWindow(first, end, length);
      most = Math.max(most, end - first);
    }
    long near = 0;
    for (int first = 0, end = 0; first < moments.length - 1; first++) {
      end = endOfWindow(first, end, length);
      if (end - first >= NEAR_PEAK * most) {
        near += moments[first + 1] - moments[first];
      }
    }
    return new Peak((double) most / MEMBERS, 1 + (double) near / length);
  }

  /** Returns the index after the last moment of the half-open window that starts at a moment. */
  private int endOfWindow(int first, int from, long length) {
    int end = from;
    while (end < moments.length && moments[end] - moments[first] < length) {
      end++;
    }
    return end;
  }
}
