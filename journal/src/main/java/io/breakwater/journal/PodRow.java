package io.breakwater.journal;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One pod at the end of an arm, and how it got there.
 *
 * @param name the pod's name
 * @param ready if its readiness probe passed
 * @param status the last status, in the words of {@code kubectl get pods}
 * @param restarts how often its container was restarted
 * @param ageSeconds since the pod was created
 * @param crashLoopBackOffSeconds time in CrashLoopBackOff; null if not measured
 * @param readyAfterSeconds from broker-up until it was ready for good; null if it never was
 * @param phases every status it went through, in order; empty if not recorded
 */
public record PodRow(
    String name,
    boolean ready,
    String status,
    int restarts,
    double ageSeconds,
    @Nullable Double crashLoopBackOffSeconds,
    @Nullable Double readyAfterSeconds,
    List<Phase> phases) {

  /**
   * A status and when it began; it lasts until the next one.
   *
   * @param status in the words of {@code kubectl get pods}; "Ready" where a running pod is ready
   * @param fromSeconds from the start of the arm's timeline
   */
  public record Phase(String status, double fromSeconds) {}

  /**
   * Copies the phases; absent ones are empty.
   *
   * @throws NullPointerException if name or status is null
   */
  public PodRow {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(status, "status");
    phases = phases == null ? List.of() : List.copyOf(phases);
  }
}
