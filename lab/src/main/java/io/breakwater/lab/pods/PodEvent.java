package io.breakwater.lab.pods;

import java.time.Instant;

/**
 * Something that happened to a pod.
 *
 * @param at when it happened
 * @param pod the pod right after it
 * @param change what happened
 */
public record PodEvent(Instant at, PodStatus pod, Change change) {

  /** What happened. */
  public sealed interface Change {}

  /** The pod exists and waits for its turn to be launched. */
  public record Created() implements Change {}

  /**
   * A container was started.
   *
   * @param pid its process id
   */
  public record Started(long pid) implements Change {}

  /**
   * The container could not be started; treated as an exit from here on.
   *
   * @param cause one line that says why
   */
  public record StartFailed(String cause) implements Change {}

  /** The container became ready. */
  public record Ready() implements Change {}

  /** The running container is no longer ready. */
  public record Unready() implements Change {}

  /**
   * The first failure of a probe after a success or a start; the failures that follow in a row are
   * not announced.
   *
   * @param kind which probe
   * @param cause one line that says what the GET met
   */
  public record ProbeFailed(ProbeKind kind, String cause) implements Change {}

  /**
   * A probe's verdict: the container gets SIGTERM, and SIGKILL after the grace period.
   *
   * @param kind the startup or the liveness probe
   */
  public record Killed(ProbeKind kind) implements Change {}

  /**
   * The container ended, and with it its readiness.
   *
   * @param code the exit code, 128 + n for signal n
   */
  public record Exited(int code) implements Change {}

  /**
   * The container waits before it is started again.
   *
   * @param until when it is due
   */
  public record BackOff(Instant until) implements Change {}

  /** The pod is being deleted. */
  public record Terminating() implements Change {}

  /** The pod is gone, and all its processes with it. */
  public record Deleted() implements Change {}
}
