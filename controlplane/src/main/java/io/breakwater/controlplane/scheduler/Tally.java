package io.breakwater.controlplane.scheduler;

import io.breakwater.controlplane.contract.JobState;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a scheduler has done, counted over all of its terms. Thread-safe. */
final class Tally {
  private final LongAdder dispatched = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder deadLetters = new LongAdder();
  private final Map<JobState, LongAdder> ended = new EnumMap<>(JobState.class);

  Tally() {
    for (JobState state : JobState.values()) {
      if (state.terminal()) {
        ended.put(state, new LongAdder());
      }
    }
  }

  /** An attempt was given to a worker, so long after it could have been. */
  void dispatched(long nanos) {
    dispatched.increment();
    waitedNanos.add(nanos);
  }

  /** An attempt failed, and another one is to come. */
  void retry() {
    retries.increment();
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void ended(JobState state) {
    LongAdder count = ended.get(state);
    if (count != null) {
      count.increment();
    }
  }

  /** Returns the figures, with what a term knows now. */
  SchedulerFigures with(boolean active, boolean suspended, Counts now) {
    Map<JobState, Long> byState = new EnumMap<>(JobState.class);
    ended.forEach((state, count) -> byState.put(state, count.sum()));
    return new SchedulerFigures(
        active,
        suspended,
        now.open(),
        now.running(),
        now.workers(),
        now.queued(),
        dispatched.sum(),
        waitedNanos.sum(),
        retries.sum(),
        deadLetters.sum(),
        byState);
  }
}
