package io.breakwater.planner.audit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What liveness and readiness of a service say in an outage. */
final class HealthRules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              "liveness-checks-broker",
              Severity.ERROR,
              "liveness depends on the broker",
              "Restarting a process mends no broker. In an outage the kubelet kills the whole"
                  + " fleet, which then comes back as one wave, with cold caches and a back-off.",
              HealthRules::livenessChecksBroker),
          new Rule(
              "liveness-shares-readiness",
              Severity.ERROR,
              "liveness and readiness ask the same thing",
              "One answer cannot mean both: what takes a replica out of rotation for a moment also"
                  + " kills it.",
              HealthRules::livenessSharesReadiness),
          new Rule(
              "readiness-missing",
              Severity.WARNING,
              "no readiness probe",
              "A replica that has no broker counts as ready from its first moment: a rolling update"
                  + " replaces the whole fleet by pods that cannot work, and traffic goes to them.",
              HealthRules::readinessMissing),
          new Rule(
              "readiness-without-broker",
              Severity.WARNING,
              "readiness says nothing of the broker",
              "The replica says ready before the bus is connected, and in an outage: a rolling"
                  + " update goes on over replicas that cannot work, and nobody sees the outage.",
              HealthRules::readinessWithoutBroker));

  private HealthRules() {}

  private static void livenessChecksBroker(Inventory inventory, Findings findings) {
    inventory
        .clients()
        .flatMap(container -> container.probe("liveness").stream())
        .filter(HealthPaths::asksForTheBroker)
        .filter(probe -> !isMildBySpring(probe, inventory))
        .forEach(
            probe ->
                findings.add(
                    probe.container().subject(),
                    probe.place(),
                    "livenessProbe asks " + probe.asked() + ", which depends on the broker",
                    "an outage of more than periodSeconds %d x failureThreshold %d = %d s kills it"
                        .formatted(
                            probe.period(), probe.threshold(), probe.period() * probe.threshold()),
                    "ask for the process alone: /livez, or /actuator/health/liveness with Spring"));
    for (SpringSettings spring : inventory.springs()) {
      spring
          .healthGroup("liveness")
          .filter(group -> group.text().matches("(?i).*(nats|broker|breakwater|readiness|\\*).*"))
          .ifPresent(
              group ->
                  findings.add(
                      spring.subject(),
                      group.place(),
                      "the liveness group includes " + group.text(),
                      "management.endpoint.health.group.liveness.include: livenessState"));
    }
  }

  /** The aggregate is harmless where the indicator of the broker is switched off. */
  private static boolean isMildBySpring(KubeProbe probe, Inventory inventory) {
    return HealthPaths.isAggregate(probe)
        && inventory.springs().stream()
            .flatMap(spring -> spring.value("management.health.nats.enabled").stream())
            .anyMatch(value -> value.is("false"));
  }

  private static void livenessSharesReadiness(Inventory inventory, Findings findings) {
    for (Workload workload : inventory.workloads()) {
      for (Container container : workload.containers()) {
        Optional<KubeProbe> readiness = container.probe("readiness");
        container
            .probe("liveness")
            .filter(probe -> readiness.filter(probe::asksTheSameAs).isPresent())
            .filter(probe -> !probe.isTcp())
            .ifPresent(
                probe ->
                    findings.add(
                        container.subject(),
                        probe.place(),
                        "livenessProbe and readinessProbe both ask " + probe.asked(),
                        "liveness /livez, readiness /readyz: two paths with two answers"));
      }
    }
  }

  /** Without a policy, pods that nobody calls have readiness for their rolling update alone. */
  private static void readinessMissing(Inventory inventory, Findings findings) {
    inventory
        .clients()
        .filter(container -> container.probe("readiness").isEmpty())
        .forEach(
            container ->
                findings.add(
                    container.subject(),
                    container.tree().place(),
                    "no readinessProbe",
                    "readinessProbe: { httpGet: { path: /readyz, port: %d }, periodSeconds: 1 }"
                        .formatted(port(container, inventory))));
  }

  private static int port(Container container, Inventory inventory) {
    return inventory
        .connectionOf(container)
        .flatMap(Connection::policy)
        .map(policy -> policy.probes().port())
        .orElse(8086);
  }

  private static void readinessWithoutBroker(Inventory inventory, Findings findings) {
    inventory
        .clients()
        .flatMap(container -> container.probe("readiness").stream())
        .filter(HealthPaths::saysNothingOfTheBroker)
        .forEach(
            probe ->
                findings.add(
                    probe.container().subject(),
                    probe.place(),
                    "readinessProbe is " + probe.asked() + ": it is well without a broker too",
                    "ask /readyz, which answers 503 until the bus is connected"));
    for (SpringSettings spring : inventory.springs()) {
      boolean client = talksToNats(spring, inventory);
      spring
          .healthGroup("readiness")
          .filter(group -> client && !group.text().matches("(?i).*(nats|broker|breakwater|\\*).*"))
          .ifPresent(
              group ->
                  findings.add(
                      spring.subject(),
                      group.place(),
                      "the readiness group is %s: no indicator of the broker"
                          .formatted(group.text()),
                      "management.endpoint.health.group.readiness.include: readinessState, nats"));
    }
  }

  private static boolean talksToNats(SpringSettings spring, Inventory inventory) {
    return inventory.connections().stream().anyMatch(one -> one.subject().equals(spring.subject()))
        || Stream.of("nats.spring.server", "nats.url", "nats.server", "nats.servers")
            .anyMatch(name -> spring.value(name).isPresent());
  }
}
