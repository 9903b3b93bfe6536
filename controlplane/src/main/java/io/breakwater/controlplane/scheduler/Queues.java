package io.breakwater.controlplane.scheduler;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The jobs that wait for a worker: by kind, the higher priority first. Belongs to the loop. */
final class Queues {
  private final Map<Kind, TreeSet<OpenJob>> waiting = new HashMap<>();
  private int size;

  void add(OpenJob job) {
    if (!job.queued) {
      job.queued = true;
      waiting.computeIfAbsent(job.kind, kind -> new TreeSet<>(OpenJob::byTurn)).add(job);
      size++;
    }
  }

  void remove(OpenJob job) {
    TreeSet<OpenJob> queue = waiting.get(job.kind);
    if (job.queued && queue != null) {
      job.queued = false;
      queue.remove(job);
      size--;
      if (queue.isEmpty()) {
        waiting.remove(job.kind);
      }
    }
  }

  /** Returns if jobs of the kind wait. */
  boolean anyOf(Kind kind) {
    return waiting.containsKey(kind);
  }

  /** Returns the job whose turn it is among the kinds that suit. */
  Optional<OpenJob> next(Predicate<Kind> suits) {
    @Nullable OpenJob best = null;
    for (Map.Entry<Kind, TreeSet<OpenJob>> queue : waiting.entrySet()) {
      OpenJob first = queue.getValue().first();
      if ((best == null || OpenJob.byTurn(first, best) < 0) && suits.test(queue.getKey())) {
        best = first;
      }
    }
    return Optional.ofNullable(best);
  }

  int size() {
    return size;
  }
}
