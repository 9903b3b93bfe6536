package io.breakwater.lab.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The most that happened in any 100 ms, wherever it starts: pure. */
final class BusiestWindow {
  private static final Duration WINDOW = Duration.ofMillis(100);

  private BusiestWindow() {}

  /** Returns the most of the times that lie within 100 ms, of those from and until a moment. */
  static int of(List<Instant> times, Instant from, Instant until) {
    List<Instant> sorted =
        times.stream().filter(at -> !at.isBefore(from) && at.isBefore(until)).sorted().toList();
    int most = 0;
    int first = 0;
    for (int last = 0; last < sorted.size(); last++) {
      while (!sorted.get(last).isBefore(sorted.get(first).plus(WINDOW))) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
