package io.breakwater.planner.audit;

import java.util.List;
import java.util.stream.Stream;

/** What happens when nodes are drained, or lost, around an outage. */
final class DisruptionRules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              "disruption-budget-missing",
              Severity.WARNING,
              "nothing keeps a drain from taking all replicas",
              "Two nodes that are drained at once may take two servers of three: the majority is"
                  + " gone, and with it every stream. Of a service they may take all replicas.",
              DisruptionRules::missing),
          new Rule(
              "disruption-budget-blocks",
              Severity.ERROR,
              "a disruption budget that allows no disruption",
              "No pod of it can ever be evicted: each node drain hangs until somebody deletes the pod"
                  + " by hand, mostly in the middle of the maintenance.",
              DisruptionRules::blocks),
          new Rule(
              "disruption-budget-unready",
              Severity.WARNING,
              "unready pods block node drains",
              "In an outage of the broker its clients are unready, so none of them counts as healthy"
                  + " and none may be evicted: the nodes cannot be drained, not even to mend the"
                  + " broker.",
              DisruptionRules::unready),
          new Rule(
              "anti-affinity-missing",
              Severity.WARNING,
              "nothing keeps the servers on different nodes",
              "One node that is lost may take the majority of the cluster with it.",
              DisruptionRules::antiAffinity));

  private DisruptionRules() {}

  private static void missing(Inventory inventory, Findings findings) {
    inventory.workloads().stream()
        .filter(workload -> !workload.object().kind().matches("DaemonSet|Pod|ReplicaSet"))
        .filter(workload -> workload.replicas() > 1)
        .filter(workload -> isOfNats(workload, inventory))
        .filter(workload -> inventory.budgetsOf(workload).findAny().isEmpty())
        .forEach(
            workload ->
                findings.add(
                    workload.subject(),
                    workload.replicasPlace(),
                    "%d replicas without a PodDisruptionBudget".formatted(workload.replicas()),
                    "a PodDisruptionBudget with maxUnavailable: 1"
                        + (workload.brokers().isEmpty()
                            ? " and unhealthyPodEvictionPolicy: AlwaysAllow"
                            : "")));
  }

  private static boolean isOfNats(Workload workload, Inventory inventory) {
    return !workload.brokers().isEmpty() || inventory.isClient(workload);
  }

  private static void blocks(Inventory inventory, Findings findings) {
    inventory
        .objects("PodDisruptionBudget")
        .forEach(
            budget ->
                inventory
                    .workloadsOf(budget)
                    .filter(workload -> workload.replicas() > 0)
                    .filter(workload -> allowed(budget, workload.replicas()) <= 0)
                    .forEach(workload -> reportBlocking(budget, workload, findings)));
  }

  private static void reportBlocking(KubeObject budget, Workload workload, Findings findings) {
    Tree limit = limit(budget);
    boolean least = limit == budget.spec().at("minAvailable");
    long replicas = workload.replicas();
    findings.add(
        budget.subject(),
        limit.place(),
        "it allows no pod of %s to go".formatted(workload.subject().name()),
        "%d replica%s, %s %s: %d may be evicted"
            .formatted(
                replicas,
                replicas == 1 ? "" : "s",
                least ? "minAvailable" : "maxUnavailable",
                limit.text(),
                0),
        replicas == 1
            ? "two replicas or more, or maxUnavailable: 1, which lets the only one go"
            : "maxUnavailable: 1");
  }

  private static Tree limit(KubeObject budget) {
    Tree least = budget.spec().at("minAvailable");
    return least.exists() ? least : budget.spec().at("maxUnavailable");
  }

  /** Returns how many pods may go while all are healthy; Kubernetes rounds shares up. */
  private static long allowed(KubeObject budget, long replicas) {
    Tree limit = limit(budget);
    if (!limit.exists()) {
      return replicas;
    }
    String text = limit.text();
    long pods =
        text.matches("\\d{1,3}%")
            ? (replicas * Long.parseLong(text.substring(0, text.length() - 1)) + 99) / 100
            : limit.number().orElse(0);
    return budget.spec().at("minAvailable").exists() ? replicas - pods : pods;
  }

  private static void unready(Inventory inventory, Findings findings) {
    inventory
        .objects("PodDisruptionBudget")
        .filter(budget -> !budget.spec().at("unhealthyPodEvictionPolicy").is("AlwaysAllow"))
        .forEach(
            budget ->
                clients(budget, inventory)
                    .filter(workload -> allowed(budget, workload.replicas()) > 0)
                    .findFirst()
                    .ifPresent(
                        workload ->
                            findings.add(
                                budget.subject(),
                                budget.spec().place(),
                                "pods of %s that are unready cannot be evicted"
                                    .formatted(workload.subject().name()),
                                "in an outage 0 of %d are healthy, %d must be: 0 may be evicted"
                                    .formatted(
                                        workload.replicas(),
                                        workload.replicas() - allowed(budget, workload.replicas())),
                                "unhealthyPodEvictionPolicy: AlwaysAllow")));
  }

  /** A broker that is unready may be catching up: its pods are not to be taken lightly. */
  private static Stream<Workload> clients(KubeObject budget, Inventory inventory) {
    return inventory
        .workloadsOf(budget)
        .filter(workload -> workload.brokers().isEmpty() && inventory.isClient(workload))
        .filter(
            workload ->
                workload.containers().stream()
                    .flatMap(container -> container.probe("readiness").stream())
                    .anyMatch(probe -> !HealthPaths.saysNothingOfTheBroker(probe)))
        .filter(workload -> workload.replicas() - allowed(budget, workload.replicas()) > 0);
  }

  private static void antiAffinity(Inventory inventory, Findings findings) {
    inventory
        .brokers()
        .filter(broker -> broker.replicas() > 1 && !broker.object().kind().equals("DaemonSet"))
        .filter(broker -> !broker.podSpec().at("affinity", "podAntiAffinity").exists())
        .filter(broker -> broker.podSpec().at("topologySpreadConstraints").items().isEmpty())
        .forEach(
            broker ->
                findings.add(
                    broker.subject(),
                    broker.replicasPlace(),
                    "%d servers, no anti-affinity and no topology spread"
                        .formatted(broker.replicas()),
                    "a majority of %d is %d: one node with %d of them ends the cluster"
                        .formatted(
                            broker.replicas(),
                            broker.replicas() / 2 + 1,
                            broker.replicas() - broker.replicas() / 2),
                    "topologySpreadConstraints: [{ topologyKey: kubernetes.io/hostname, maxSkew: 1,"
                        + " whenUnsatisfiable: DoNotSchedule, labelSelector: ... }]"));
  }
}
