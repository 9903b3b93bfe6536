package io.breakwater.lab.measure;

import io.breakwater.lab.pods.PodEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long a pod showed CrashLoopBackOff between two moments: pure. */
final class BackOffTime {
  private BackOffTime() {}

  /**
   * Returns the time from each back-off to whatever happened next to the pod, or to the end.
   *
   * @param events of one pod, in their order
   */
  static Duration between(Instant from, Instant to, List<PodEvent> events) {
    Duration sum = Duration.ZERO;
    @Nullable Instant since = null;
    for (PodEvent event : events) {
      if (since != null) {
        sum = sum.plus(overlap(from, to, since, event.at()));
      }
      since = event.change() instanceof PodEvent.BackOff ? event.at() : null;
    }
    return since == null ? sum : sum.plus(overlap(from, to, since, to));
  }

  private static Duration overlap(Instant from, Instant to, Instant begin, Instant end) {
    Instant first = begin.isBefore(from) ? from : begin;
    Instant last = end.isAfter(to) ? to : end;
    return last.isAfter(first) ? Duration.between(first, last) : Duration.ZERO;
  }
}
