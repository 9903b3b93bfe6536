package io.breakwater.planner.audit;

import io.breakwater.planner.facts.Shown;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Probes that are wrong whatever the broker does, and hurt most when it is away. */
final class ProbeRules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              "probe-needs-key",
              Severity.ERROR,
              "a probe asks a path that needs a key",
              "A kubelet has no key: 401 or 403 is a failed probe, and the pod never gets ready or"
                  + " is killed. With the key in the manifest, it is there for everybody to read.",
              ProbeRules::needsKey),
          new Rule(
              "probe-on-metrics",
              Severity.WARNING,
              "a probe asks the metrics page",
              "It answers 200 whatever the state is, and it is slow when there is much to count:"
                  + " green while the service is dead, red when it is only busy.",
              ProbeRules::onMetrics),
          new Rule(
              "probe-timeout-default",
              Severity.WARNING,
              "a probe of a slow starter has the default timeout of 1 s",
              "A JVM that compiles, loads classes and collects garbage at once on a small share of a"
                  + " processor answers late. When a fleet restarts, all do so at the same time.",
              ProbeRules::defaultTimeout));

  private static final double SMALL_CPU = 1;

  private ProbeRules() {}

  private static Stream<KubeProbe> probes(Inventory inventory) {
    return inventory.workloads().stream()
        .flatMap(workload -> workload.containers().stream())
        .flatMap(container -> container.probes().stream());
  }

  private static void needsKey(Inventory inventory, Findings findings) {
    probes(inventory).filter(HealthPaths::carriesKey).forEach(probe -> carriesKey(probe, findings));
    probes(inventory)
        .filter(HealthPaths::needsKey)
        .forEach(
            probe ->
                findings.add(
                    probe.container().subject(),
                    probe.tree().at("httpGet", "path").place(),
                    "%s asks %s, a path of the API, without a key"
                        .formatted(probe.name(), probe.path()),
                    "ask a path that is open and says one thing: /livez, /readyz, /startupz"));
  }

  private static void carriesKey(KubeProbe probe, Findings findings) {
    findings.add(
        Severity.WARNING,
        probe.container().subject(),
        probe.tree().at("httpGet", "httpHeaders").place(),
        "%s asks %s with a key that is written in the manifest"
            .formatted(probe.name(), probe.path()),
        null,
        "ask a path that is open and says one thing: /livez, /readyz, /startupz");
  }

  private static void onMetrics(Inventory inventory, Findings findings) {
    probes(inventory)
        .filter(HealthPaths::isMetrics)
        .forEach(
            probe ->
                findings.add(
                    probe.container().subject(),
                    probe.tree().at("httpGet", "path").place(),
                    "%s asks %s".formatted(probe.name(), probe.path()),
                    "ask a health path: /livez, /readyz, /startupz"));
  }

  private static void defaultTimeout(Inventory inventory, Findings findings) {
    for (Workload workload : inventory.workloads()) {
      for (Container container : workload.containers()) {
        List<KubeProbe> hasty =
            container.probes().stream().filter(probe -> !probe.hasTimeout()).toList();
        String slow = slowness(container);
        if (!hasty.isEmpty() && !slow.isEmpty()) {
          findings.add(
              container.subject(),
              hasty.get(0).place(),
              "no timeoutSeconds at "
                  + hasty.stream().map(KubeProbe::name).collect(Collectors.joining(", ")),
              "timeoutSeconds is 1 by default; " + slow,
              "timeoutSeconds: 5");
        }
      }
    }
  }

  private static String slowness(Container container) {
    if (container.isJvm()) {
      return "the container runs a JVM"
          + (container.cpuLimit().isPresent()
              ? " on " + Shown.number(container.cpuLimit().getAsDouble()) + " processors"
              : "");
    }
    double cpus = container.cpuLimit().orElse(SMALL_CPU);
    return cpus < SMALL_CPU ? "the container has " + Shown.number(cpus) + " processors" : "";
  }
}
