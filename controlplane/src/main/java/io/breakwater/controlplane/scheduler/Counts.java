package io.breakwater.controlplane.scheduler;

import java.util.Map;

/**
 * How much a term has to do with now.
 *
 * @param open jobs that have not ended
 * @param running those of them that a worker has
 * @param workers the workers that are known
 * @param queued those that wait for a worker, by topic
 */
record Counts(int open, int running, int workers, Map<String, Integer> queued) {
  static final Counts NONE = new Counts(0, 0, 0, Map.of());

  /** Copies the map. */
  Counts {
    queued = Map.copyOf(queued);
  }
}
