package io.breakwater.policy;

import java.time.Duration;

/**
 * The three probes of a service, derived from its policy and never typed by hand. The startup
 * window is longer than the startup budget, so that the process's own deadline fires first and its
 * log says why. Liveness never asks for the broker: restarting a process mends no broker.
 *
 * @param port of the probe server
 * @param startup asks {@code /startupz}
 * @param startupCondition what its answer depends on
 * @param readiness asks {@code /readyz}
 * @param readinessCondition what its answer depends on
 * @param liveness asks {@code /livez}
 * @param livenessCondition what its answer depends on
 * @param arithmetic where the startup window comes from, as a person would write it
 */
public record ProbePlan(
    int port,
    Probe startup,
    ProbeCondition startupCondition,
    Probe readiness,
    ProbeCondition readinessCondition,
    Probe liveness,
    ProbeCondition livenessCondition,
    String arithmetic) {

  /** The path of the startup probe. */
  public static final String STARTUP_PATH = "/startupz";

  /** The path of the readiness probe. */
  public static final String READINESS_PATH = "/readyz";

  /** The path of the liveness probe. */
  public static final String LIVENESS_PATH = "/livez";

  /** An answer costs one read of a snapshot, so asking each second delays traffic by no more. */
  private static final Duration EAGER = Duration.ofSeconds(1);

  /** What Kubernetes does by default: 10 s, three times. Only the timeout is more patient. */
  private static final Probe LIVENESS =
      new Probe(LIVENESS_PATH, Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(5), 3);

  private static final Probe READINESS = new Probe(READINESS_PATH, Duration.ZERO, EAGER, EAGER, 3);

  static ProbePlan of(LifecyclePolicy policy) {
    boolean failFast = policy.startup().policy() == StartupKind.FAIL_FAST;
    Duration processStart = policy.startup().processStart();
    Duration connecting = connecting(policy);
    Duration window = processStart.plus(connecting).plus(EAGER);
    long threshold = window.plus(EAGER).minusNanos(1).dividedBy(EAGER);
    return new ProbePlan(
        policy.probes().port(),
        new Probe(STARTUP_PATH, Duration.ZERO, EAGER, EAGER, Math.toIntExact(threshold)),
        policy.startup().policy() == StartupKind.RETRY_FOREVER
            ? ProbeCondition.PROCESS_UP
            : ProbeCondition.STARTED,
        READINESS,
        failFast ? ProbeCondition.PROCESS_UP : readiness(policy.probes()),
        LIVENESS,
        failFast ? ProbeCondition.PROCESS_UP : liveness(policy.probes()),
        "process start %s + %s %s + one probe period %s = %s"
            .formatted(
                DurationText.format(processStart),
                what(policy.startup().policy()),
                DurationText.format(connecting),
                DurationText.format(EAGER),
                DurationText.format(window)));
  }

  /** Returns how long after its start a process may still be on its way to the broker. */
  private static Duration connecting(LifecyclePolicy policy) {
    return switch (policy.startup().policy()) {
      case FAIL_FAST -> policy.onePass();
      case RETRY_WITHIN_BUDGET, WAIT_FOR_ENDPOINT -> policy.startupBudget().total();
      case RETRY_FOREVER -> Duration.ZERO;
    };
  }

  private static String what(StartupKind kind) {
    return switch (kind) {
      case FAIL_FAST -> "one pass";
      case RETRY_WITHIN_BUDGET, WAIT_FOR_ENDPOINT -> "startup budget";
      case RETRY_FOREVER -> "no wait for the broker";
    };
  }

  private static ProbeCondition readiness(ProbeSettings settings) {
    return switch (settings.readiness()) {
      case CONNECTED -> ProbeCondition.CONNECTED;
      case ACCEPTING -> ProbeCondition.ACCEPTING;
    };
  }

  private static ProbeCondition liveness(ProbeSettings settings) {
    return settings.maxOutage().isPresent()
        ? ProbeCondition.MACHINERY_ALIVE_WITHIN_MAX_OUTAGE
        : ProbeCondition.MACHINERY_ALIVE;
  }

  /** Returns the lines for a container of a Kubernetes pod, without indentation of their own. */
  public String toYaml() {
    return yaml("startupProbe", startup)
        + yaml("readinessProbe", readiness)
        + yaml("livenessProbe", liveness);
  }

  private String yaml(String name, Probe probe) {
    return """
        %s:
          httpGet: { path: %s, port: %d }
          initialDelaySeconds: %d
          periodSeconds: %d
          timeoutSeconds: %d
          failureThreshold: %d
        """
        .formatted(
            name,
            probe.path(),
            port,
            probe.initialDelay().toSeconds(),
            probe.period().toSeconds(),
            probe.timeout().toSeconds(),
            probe.failureThreshold());
  }
}
