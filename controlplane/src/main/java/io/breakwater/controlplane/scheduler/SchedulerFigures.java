package io.breakwater.controlplane.scheduler;

import io.breakwater.controlplane.contract.JobState;
import java.util.Map;

/**
 * How a scheduler is, and what it has done since it was made.
 *
 * @param active if it is the active one
 * @param suspended if it was, cannot renew its lease in an outage, and waits to go on
 * @param open jobs that have not ended; 0 while it stands by, as the next three
 * @param running those of them that a worker has
 * @param workers the workers that are known
 * @param queued jobs that wait for a worker, by topic; none for a topic where none wait
 * @param dispatched attempts that were given to a worker
 * @param waitedNanos how long those had to wait, all together, from the moment at which they could
 *     have been given away
 * @param retries attempts that failed and were followed by another one
 * @param deadLetters jobs that were put to the dead letters
 * @param ended jobs that ended, by state
 */
public record SchedulerFigures(
    boolean active,
    boolean suspended,
    int open,
    int running,
    int workers,
    Map<String, Integer> queued,
    long dispatched,
    long waitedNanos,
    long retries,
    long deadLetters,
    Map<JobState, Long> ended) {
  /** Copies the maps. */
  public SchedulerFigures {
    queued = Map.copyOf(queued);
    ended = Map.copyOf(ended);
  }
}
