package io.breakwater.planner.audit;

import io.breakwater.planner.facts.Shown;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.Probe;
import io.breakwater.policy.ProbePlan;
import io.breakwater.policy.StartupKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What happens to a service that starts while its broker is away. */
final class StartupRules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              "startup-fail-fast",
              Severity.WARNING,
              "a service exits when it finds no broker",
              "The kubelet restarts it with a back-off of 10 s that doubles up to 5 min, and waits"
                  + " it out when the broker is long back.",
              StartupRules::failFast),
          new Rule(
              "startup-probe-missing",
              Severity.WARNING,
              "no startup probe beside a liveness probe",
              "While the service waits for its broker, the liveness probe counts. Where its answer"
                  + " needs the broker, or its port opens only after the connection, the kubelet kills"
                  + " the process in the middle of its startup budget, again and again: the fleet"
                  + " ends in CrashLoopBackOff.",
              StartupRules::missing),
          new Rule(
              "startup-window-short",
              Severity.ERROR,
              "the startup probe gives up before the service does",
              "The kubelet kills the process before its own deadline fires: no log line says why,"
                  + " and the back-off of the restarts outlives the outage.",
              StartupRules::windowShort));

  private StartupRules() {}

  private static void failFast(Inventory inventory, Findings findings) {
    for (Connection connection : inventory.connections()) {
      boolean failFast =
          connection
              .policy()
              .filter(policy -> policy.startup().policy() == StartupKind.FAIL_FAST)
              .isPresent();
      if (failFast) {
        findings.add(
            connection.subject(),
            connection.place(),
            "startup.policy is fail-fast",
            "startup.policy: retry-within-budget, or an init container with breakwater wait");
      }
    }
  }

  private static void missing(Inventory inventory, Findings findings) {
    inventory
        .clients()
        .filter(container -> container.probe("startup").isEmpty())
        .forEach(
            container ->
                container
                    .probe("liveness")
                    .ifPresent(
                        liveness ->
                            findings.add(
                                HealthPaths.asksForTheBroker(liveness)
                                    ? Severity.ERROR
                                    : Severity.WARNING,
                                container.subject(),
                                liveness.place(),
                                "livenessProbe without a startupProbe",
                                "liveness judges after %s; the service may take %s"
                                    .formatted(
                                        liveness.windowArithmetic(), need(container, inventory)),
                                mend(container, inventory))));
  }

  private static void windowShort(Inventory inventory, Findings findings) {
    inventory
        .clients()
        .forEach(
            container ->
                container
                    .probe("startup")
                    .filter(probe -> probe.window().compareTo(needed(container, inventory)) < 0)
                    .ifPresent(
                        probe ->
                            findings.add(
                                isKnown(container, inventory) ? Severity.ERROR : Severity.WARNING,
                                container.subject(),
                                probe.place(),
                                "the startup window is %d s, the startup may take %s"
                                    .formatted(
                                        probe.window().toSeconds(),
                                        Shown.duration(needed(container, inventory))),
                                probe.windowArithmetic()
                                    + "; needed: "
                                    + need(container, inventory),
                                mend(container, inventory))));
  }

  private static Optional<LifecyclePolicy> policy(Container container, Inventory inventory) {
    return inventory.connectionOf(container).flatMap(Connection::policy);
  }

  private static boolean isKnown(Container container, Inventory inventory) {
    return policy(container, inventory).isPresent();
  }

  /** Returns the plan of the container's policy, or of a policy that decides nothing. */
  private static ProbePlan plan(Container container, Inventory inventory) {
    return policy(container, inventory)
        .map(LifecyclePolicy::probePlan)
        .orElseGet(
            () ->
                LifecyclePolicy.builder()
                    .service("assumed")
                    .servers("nats://nats:4222")
                    .build()
                    .probePlan());
  }

  private static Duration needed(Container container, Inventory inventory) {
    return plan(container, inventory).startup().window();
  }

  private static String need(Container container, Inventory inventory) {
    ProbePlan plan = plan(container, inventory);
    return plan.arithmetic()
        + (isKnown(container, inventory) ? "" : " (assumed: the default policy, one server)");
  }

  private static String mend(Container container, Inventory inventory) {
    Probe probe = plan(container, inventory).startup();
    return "startupProbe: { httpGet: { path: %s, port: %d }, periodSeconds: %d, failureThreshold: %d }"
        .formatted(
            probe.path(),
            plan(container, inventory).port(),
            probe.period().toSeconds(),
            probe.failureThreshold());
  }
}
