package io.breakwater.lab.pods;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The crash-loop memory of one pod: an immutable value that says when a finished container is to be
 * started again, and what is to be remembered then.
 *
 * <p>Source: {@code doBackOff} in pkg/kubelet/kuberuntime/kuberuntime_manager.go and {@code
 * Backoff} in client-go/util/flowcontrol/backoff.go of Kubernetes. The wait counts from the moment
 * the container finished, whatever its exit code; the run that counts for the reset begins with the
 * restart.
 *
 * @param rule the waits
 * @param restartsInARow the restarts since the last reset; zero or positive
 * @param lastRestart when the last of them was due, or null if there was none
 */
record CrashLoopBackOff(BackOffRule rule, int restartsInARow, @Nullable Instant lastRestart) {

  /**
   * When to start the container again, and the memory to keep then.
   *
   * @param due the moment of the restart; the moment of the exit if there is no wait
   * @param next the memory after that restart
   */
  record Restart(Instant due, CrashLoopBackOff next) {}

  /** Returns the memory of a pod that was never restarted. */
  static CrashLoopBackOff none(BackOffRule rule) {
    return new CrashLoopBackOff(rule, 0, null);
  }

  /** Returns what follows when a container ended by itself. */
  Restart afterExit(Instant finished) {
    int before = restartsUpTo(finished);
    Instant due = finished.plus(rule.delay(before));
    return new Restart(due, new CrashLoopBackOff(rule, before + 1, due));
  }

  /**
   * Returns what follows when a container was killed because a probe failed.
   *
   * <p>A kubelet decides on that restart in the same pass that kills, with the status from before
   * the kill: it looks at the container before this one. So the first kill is not remembered at
   * all, and a kill waits only if the previous finish is nearer than the wait. This is why a pod
   * with a failing liveness probe restarts several times before it shows CrashLoopBackOff.
   *
   * @param previousFinish when the container before this one finished, or null if this was the
   *     first
   */
  Restart afterProbeKill(@Nullable Instant previousFinish, Instant finished) {
    if (previousFinish == null) {
      return new Restart(finished, this);
    }
    int before = restartsUpTo(finished);
    if (Duration.between(previousFinish, finished).compareTo(rule.delay(before)) >= 0) {
      return new Restart(finished, new CrashLoopBackOff(rule, before + 1, finished));
    }
    return afterExit(finished);
  }

  private int restartsUpTo(Instant finished) {
    boolean reset =
        lastRestart == null
            || Duration.between(lastRestart, finished).compareTo(rule.resetAfter()) > 0;
    return reset ? 0 : restartsInARow;
  }
}
