package io.breakwater.lab.pods;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pod at one moment.
 *
 * @param name the pod's name
 * @param deployment the deployment it belongs to
 * @param ready whether its container is ready
 * @param state the STATUS column
 * @param restarts how often its container was started again
 * @param created when the pod was created
 * @param since when the pod came into its state
 * @param lastFinished when its last container but the running one finished, or null if none did
 * @param lastExitCode the exit code of that container (128 + n for signal n), or null if none
 *     finished
 * @param reason one line on why the last container ended or could not start, or null
 * @param pid the process id of the running container, or null
 */
public record PodStatus(
    String name,
    String deployment,
    boolean ready,
    PodState state,
    int restarts,
    Instant created,
    Instant since,
    @Nullable Instant lastFinished,
    @Nullable Integer lastExitCode,
    @Nullable String reason,
    @Nullable Long pid) {

  /** Returns how old the pod is. */
  public Duration age(Instant now) {
    return Duration.between(created, now);
  }
}
