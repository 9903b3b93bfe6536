package io.breakwater.controlplane.contract;

import java.util.List;
import java.util.Map;

/**
 * What a worker can do, and what it does.
 *
 * @param pool which of the scheduler's pools it belongs to; {@code default} unless said
 * @param topics the topics that it does
 * @param labels what it has; a job's requirements are compared with them
 * @param slots how many attempts it does at a time; 0 while it stops
 * @param running the attempts that it has, as {@link Dispatch#key}
 */
public record WorkerStatus(
    String pool, List<String> topics, Map<String, String> labels, int slots, List<String> running) {
  private static final int MOST_SLOTS = 10_000;

  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing or out of its range
   */
  public WorkerStatus {
    pool = pool == null ? "default" : pool;
    topics = topics == null ? List.of() : List.copyOf(topics);
    topics.forEach(topic -> Ids.checkedToken(topic, "worker.topics"));
    labels = Check.labels(labels, "worker.labels");
    Check.range(slots, 0, MOST_SLOTS, "worker.slots");
    running = running == null ? List.of() : List.copyOf(running);
  }
}
