package io.breakwater.lab.pods;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pod with one container, to be kept running (restart policy Always).
 *
 * @param name the pod's name; unique in a runtime, not blank
 * @param deployment the deployment it belongs to; not blank
 * @param command the program and its arguments; not empty
 * @param environment the environment variables of the container. As in a container, the rest of the
 *     caller's environment is not inherited, except what a local program cannot do without (PATH,
 *     HOME, LANG, TMPDIR, TZ).
 * @param probes the probes, or null for none: then the pod is ready while it runs
 * @param terminationGracePeriod the time between SIGTERM and SIGKILL; zero or positive
 * @param workingDirectory the working directory, or null for the caller's
 * @param logFile the file that the output is appended to, restarts included, or null to drop it
 */
public record PodSpec(
    String name,
    String deployment,
    List<String> command,
    Map<String, String> environment,
    @Nullable PodProbes probes,
    Duration terminationGracePeriod,
    @Nullable Path workingDirectory,
    @Nullable Path logFile) {

  /** What Kubernetes gives a pod that does not say otherwise. */
  public static final Duration DEFAULT_GRACE_PERIOD = Duration.ofSeconds(30);

  /**
   * Checks the ranges above and copies the collections.
   *
   * @throws IllegalArgumentException if any argument is out of its range
   */
  public PodSpec {
    if (name.isBlank()) {
      throw new IllegalArgumentException("pod name must not be blank");
    }
    if (deployment.isBlank()) {
      throw new IllegalArgumentException("deployment of pod " + name + " must not be blank");
    }
    command = List.copyOf(command);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command of pod " + name + " must not be empty");
    }
    environment = Map.copyOf(environment);
    if (terminationGracePeriod.isNegative()) {
      throw new IllegalArgumentException(
          "terminationGracePeriod of pod "
              + name
              + " must not be negative: "
              + terminationGracePeriod);
    }
  }

  /** Returns a pod without probes, environment and log file, with the default grace period. */
  public static PodSpec of(String name, String deployment, List<String> command) {
    return new PodSpec(name, deployment, command, Map.of(), null, DEFAULT_GRACE_PERIOD, null, null);
  }

  /** Returns this pod with that environment. */
  public PodSpec withEnvironment(Map<String, String> variables) {
    return new PodSpec(
        name,
        deployment,
        command,
        variables,
        probes,
        terminationGracePeriod,
        workingDirectory,
        logFile);
  }

  /** Returns this pod with those probes. */
  public PodSpec withProbes(PodProbes probes) {
    return new PodSpec(
        name,
        deployment,
        command,
        environment,
        probes,
        terminationGracePeriod,
        workingDirectory,
        logFile);
  }

  /** Returns this pod with that time between SIGTERM and SIGKILL. */
  public PodSpec withTerminationGracePeriod(Duration gracePeriod) {
    return new PodSpec(
        name, deployment, command, environment, probes, gracePeriod, workingDirectory, logFile);
  }

  /** Returns this pod running in that directory. */
  public PodSpec withWorkingDirectory(Path directory) {
    return new PodSpec(
        name, deployment, command, environment, probes, terminationGracePeriod, directory, logFile);
  }

  /** Returns this pod with its output appended to that file. */
  public PodSpec withLogFile(Path file) {
    return new PodSpec(
        name,
        deployment,
        command,
        environment,
        probes,
        terminationGracePeriod,
        workingDirectory,
        file);
  }

  /** Names the pod; the environment may hold secrets and is left out. */
  @Override
  public String toString() {
    return "pod " + name + " of " + deployment;
  }
}
