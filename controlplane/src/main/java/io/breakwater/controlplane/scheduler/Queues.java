package io.breakwater.controlplane.scheduler;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The jobs that wait for a worker: the higher priority first, and of one priority a job of each
 * tenant in turn, so that nobody waits for all that another one has submitted. Belongs to the loop.
 */
final class Queues {
  private final TreeMap<Integer, Turns> byPriority = new TreeMap<>(Comparator.reverseOrder());
  private final Map<Kind, Integer> waiting = new HashMap<>();
  private int size;

  void add(OpenJob job) {
    if (!job.queued) {
      job.queued = true;
      byPriority.computeIfAbsent(job.priority, priority -> new Turns()).add(job);
      waiting.merge(job.kind, 1, Integer::sum);
      size++;
    }
  }

  void remove(OpenJob job) {
    Turns turns = byPriority.get(job.priority);
    if (job.queued && turns != null) {
      job.queued = false;
      turns.remove(job);
      if (turns.isEmpty()) {
        byPriority.remove(job.priority);
      }
      waiting.computeIfPresent(job.kind, (kind, count) -> count == 1 ? null : count - 1);
      size--;
    }
  }

  /** Returns if jobs of the kind wait. */
  boolean anyOf(Kind kind) {
    return waiting.containsKey(kind);
  }

  /** Takes out the job whose turn it is among the kinds that suit; its tenant is the last then. */
  Optional<OpenJob> take(Predicate<Kind> suits) {
    Map<Kind, Boolean> asked = new HashMap<>();
    for (Turns turns : byPriority.values()) {
      Optional<OpenJob> next = turns.next(kind -> asked.computeIfAbsent(kind, suits::test));
      if (next.isPresent()) {
        turns.served(next.get().tenant);
        remove(next.get());
        return next;
      }
    }
    return Optional.empty();
  }

  /** Returns how many jobs wait, by topic. */
  Map<String, Integer> byTopic() {
    Map<String, Integer> count = new HashMap<>();
    waiting.forEach((kind, jobs) -> count.merge(kind.topic(), jobs, Integer::sum));
    return count;
  }

  int size() {
    return size;
  }
}
