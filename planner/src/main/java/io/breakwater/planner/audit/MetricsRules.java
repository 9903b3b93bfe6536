package io.breakwater.planner.audit;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether somebody would see the outage. */
final class MetricsRules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              "scrape-without-metrics",
              Severity.WARNING,
              "Prometheus scrapes a port that serves no metrics",
              "The target is down for ever, so an alert on it is silenced or was never made: when the"
                  + " broker goes, nobody is told.",
              MetricsRules::scrape));

  /** What nats-server serves there is its protocol, routes, leaf nodes, and JSON for people. */
  private static final Set<String> BROKER_PORTS =
      Set.of("4222", "6222", "7422", "8222", "nats", "client", "cluster", "leafnodes", "monitor");

  private static final String EXPORTER =
      "a prometheus-nats-exporter beside it, and its port (7777, prom-metrics)";

  private MetricsRules() {}

  private static void scrape(Inventory inventory, Findings findings) {
    inventory.workloads().forEach(workload -> annotated(workload, findings));
    inventory
        .objects("PodMonitor", "ServiceMonitor")
        .forEach(monitor -> monitored(monitor, inventory, findings));
  }

  private static void annotated(Workload workload, Findings findings) {
    Tree annotations = workload.podAnnotations();
    Tree port = annotations.at("prometheus.io/port");
    if (!annotations.at("prometheus.io/scrape").is("true") || !port.exists()) {
      return;
    }
    boolean declared = ports(workload).anyMatch(one -> one.at("containerPort").is(port.text()));
    if (isBrokerPort(workload, port.text())) {
      report(workload.subject(), port, "prometheus.io/port", findings);
    } else if (!declared && ports(workload).findAny().isPresent()) {
      findings.add(
          workload.subject(),
          port.place(),
          "prometheus.io/port is %s, and no container of the pod has that port"
              .formatted(port.text()),
          "one of the ports " + named(ports(workload)));
    }
  }

  private static void report(Subject subject, Tree port, String what, Findings findings) {
    findings.add(
        subject,
        port.place(),
        "%s is %s: nats-server serves no Prometheus metrics there".formatted(what, port.text()),
        EXPORTER);
  }

  private static void monitored(KubeObject monitor, Inventory inventory, Findings findings) {
    boolean pods = monitor.kind().equals("PodMonitor");
    Tree selector = monitor.spec().at("selector");
    for (Tree endpoint : monitor.spec().at(pods ? "podMetricsEndpoints" : "endpoints").items()) {
      Tree port = endpoint.at("port");
      List<Workload> targets =
          inventory.workloads().stream()
              .filter(workload -> workload.object().isIn(monitor))
              .filter(
                  workload ->
                      pods
                          ? Labels.match(selector, workload.podLabels())
                          : services(monitor, inventory)
                              .anyMatch(
                                  service ->
                                      Labels.matchService(
                                          service.spec().at("selector"), workload.podLabels())))
              .toList();
      if (!port.exists() || targets.isEmpty()) {
        continue;
      }
      Stream<Tree> named =
          pods
              ? targets.stream().flatMap(MetricsRules::ports)
              : services(monitor, inventory)
                  .flatMap(service -> service.spec().at("ports").items().stream());
      List<Tree> known = named.toList();
      if (known.stream().noneMatch(one -> one.at("name").is(port.text()))) {
        findings.add(
            monitor.subject(),
            port.place(),
            "it scrapes the port %s, which %s has not"
                .formatted(port.text(), pods ? "the pod" : "the Service"),
            "one of the ports " + named(known.stream()));
      } else if (targets.stream().anyMatch(one -> isBrokerPort(one, port.text()))) {
        report(monitor.subject(), port, "port", findings);
      }
    }
  }

  private static Stream<KubeObject> services(KubeObject monitor, Inventory inventory) {
    return inventory
        .objects("Service")
        .filter(service -> service.isIn(monitor))
        .filter(service -> Labels.match(monitor.spec().at("selector"), service.labels()));
  }

  /** The port counts as the broker's only where no exporter in the pod has it. */
  private static boolean isBrokerPort(Workload workload, String port) {
    return !workload.brokers().isEmpty()
        && BROKER_PORTS.contains(port)
        && workload.containers().stream()
            .filter(container -> !container.isBroker())
            .flatMap(container -> container.tree().at("ports").items().stream())
            .noneMatch(one -> one.at("containerPort").is(port) || one.at("name").is(port));
  }

  private static Stream<Tree> ports(Workload workload) {
    return workload.containers().stream()
        .flatMap(container -> container.tree().at("ports").items().stream());
  }

  private static String named(Stream<Tree> ports) {
    return ports
        .map(port -> port.at("name").text(port.at("containerPort").text()))
        .collect(Collectors.joining(", "));
  }
}
