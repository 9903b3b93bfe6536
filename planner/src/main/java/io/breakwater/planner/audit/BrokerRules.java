package io.breakwater.planner.audit;

import io.breakwater.planner.facts.Shown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How the pods of nats-server start, and how they end. */
final class BrokerRules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              "broker-ordered-ready",
              Severity.ERROR,
              "the cluster waits for itself to form",
              "With OrderedReady, the second server is started when the first is ready; with"
                  + " JetStream, the first is healthy when a majority of the cluster is there. After"
                  + " the loss of all pods the cluster never comes back on its own.",
              BrokerRules::orderedReady),
          new Rule(
              "broker-peers-hidden",
              Severity.ERROR,
              "the servers cannot find each other until they are ready",
              "The headless Service gives a name only to ready pods, and the servers get ready only"
                  + " when they have found each other by these names.",
              BrokerRules::peersHidden),
          new Rule(
              "broker-liveness-full",
              Severity.ERROR,
              "the broker's liveness uses the full health check",
              "/healthz fails while a stream has no leader, a replica is catching up or the"
                  + " majority is away. A restart mends none of these: it makes a second server miss.",
              BrokerRules::livenessFull),
          new Rule(
              "broker-single-server",
              Severity.INFO,
              "one server only",
              "Each restart, update and node drain of it is an outage for the whole fleet.",
              BrokerRules::singleServer),
          new Rule(
              "lame-duck-missing",
              Severity.WARNING,
              "the broker is stopped without lame duck mode",
              "On SIGTERM nats-server closes all connections at once: all clients come back as one"
                  + " wave. In lame duck mode it lets them go one by one.",
              BrokerRules::lameDuckMissing),
          new Rule(
              "grace-under-lame-duck",
              Severity.ERROR,
              "the broker is killed before lame duck mode is over",
              "The kubelet sends SIGKILL while clients are still connected: those that are left come"
                  + " back as one wave, and JetStream has to check its files at the next start.",
              BrokerRules::graceShort));

  /** What nats-server needs after the last client to close its files; ours, generously. */
  private static final Duration SHUTDOWN = Duration.ofSeconds(10);

  private BrokerRules() {}

  private static Stream<Container> brokers(Inventory inventory) {
    return inventory.brokers().flatMap(workload -> workload.brokers().stream());
  }

  private static boolean isCluster(Workload broker, Inventory inventory) {
    return broker.replicas() > 1
        && inventory.confOf(broker).map(BrokerConf::isClustered).orElse(true);
  }

  /**
   * Returns if a probe waits for the cluster; with js-enabled-only it asks for this server alone.
   */
  private static boolean waitsForCluster(KubeProbe probe) {
    return probe.plainPath().equals("/healthz") && !probe.path().contains("js-enabled-only");
  }

  private static void orderedReady(Inventory inventory, Findings findings) {
    inventory
        .brokers()
        .filter(Workload::isStatefulSet)
        .filter(broker -> isCluster(broker, inventory))
        .filter(broker -> !broker.object().spec().at("podManagementPolicy").is("Parallel"))
        .forEach(
            broker ->
                gate(broker)
                    .ifPresent(
                        probe ->
                            findings.add(
                                broker.subject(),
                                broker.object().spec().at("podManagementPolicy").exists()
                                    ? broker.object().spec().at("podManagementPolicy").place()
                                    : broker.object().spec().place(),
                                "podManagementPolicy OrderedReady, and the %s asks %s"
                                    .formatted(probe.name(), probe.path()),
                                "a majority of %d is %d; OrderedReady starts 1"
                                    .formatted(broker.replicas(), broker.replicas() / 2 + 1),
                                "podManagementPolicy: Parallel (a StatefulSet has to be created anew"
                                    + " for it: kubectl delete statefulset --cascade=orphan)")));
  }

  /** Returns the probe that keeps a pod from being ready without its cluster. */
  private static Optional<KubeProbe> gate(Workload broker) {
    return broker.brokers().stream()
        .flatMap(container -> container.probes().stream())
        .filter(probe -> !probe.which().equals("liveness"))
        .filter(BrokerRules::waitsForCluster)
        .findFirst();
  }

  private static void peersHidden(Inventory inventory, Findings findings) {
    inventory
        .brokers()
        .filter(broker -> isCluster(broker, inventory) && gate(broker).isPresent())
        .forEach(
            broker ->
                inventory
                    .objects("Service")
                    .filter(service -> service.isIn(broker.object()))
                    .filter(service -> broker.object().spec().at("serviceName").is(service.name()))
                    .filter(service -> !service.spec().at("publishNotReadyAddresses").is("true"))
                    .forEach(
                        service ->
                            findings.add(
                                service.subject(),
                                service.spec().place(),
                                "the Service of the StatefulSet %s publishes ready pods only"
                                    .formatted(broker.object().name()),
                                "publishNotReadyAddresses: true")));
  }

  private static void livenessFull(Inventory inventory, Findings findings) {
    brokers(inventory)
        .flatMap(container -> container.probe("liveness").stream())
        .filter(BrokerRules::waitsForCluster)
        .forEach(
            probe ->
                findings.add(
                    probe.container().subject(),
                    probe.place(),
                    "livenessProbe asks " + probe.path(),
                    "restart after periodSeconds %d x failureThreshold %d = %d s without a leader"
                        .formatted(
                            probe.period(), probe.threshold(), probe.period() * probe.threshold()),
                    "path: /healthz?js-enabled-only=true"));
  }

  private static void singleServer(Inventory inventory, Findings findings) {
    inventory
        .brokers()
        .filter(broker -> broker.replicas() == 1)
        .filter(broker -> !broker.object().kind().equals("DaemonSet"))
        .forEach(
            broker ->
                findings.add(
                    broker.subject(),
                    broker.replicasPlace(),
                    "replicas: 1",
                    "a cluster of three; until then, plan each restart as an outage"));
  }

  private static void lameDuckMissing(Inventory inventory, Findings findings) {
    brokers(inventory)
        .filter(
            container ->
                container.tree().at("lifecycle", "preStop", "exec", "command").items().stream()
                    .noneMatch(word -> word.text().contains("ldm")))
        .forEach(
            container ->
                findings.add(
                    container.subject(),
                    container.tree().place(),
                    "no preStop hook that starts lame duck mode",
                    "lifecycle: { preStop: { exec: { command: [nats-server, -sl=ldm=/var/run/nats/nats.pid] } } }"));
  }

  private static void graceShort(Inventory inventory, Findings findings) {
    for (Workload broker : inventory.brokers().toList()) {
      Optional<BrokerConf> conf = inventory.confOf(broker);
      Duration lameDuck = conf.map(BrokerConf::lameDuck).orElse(BrokerConf.DEFAULT_LAME_DUCK);
      Duration grace = Duration.ofSeconds(broker.graceSeconds());
      Duration needed = lameDuck.plus(SHUTDOWN);
      boolean hook =
          broker.brokers().stream().anyMatch(one -> one.tree().at("lifecycle", "preStop").exists());
      if (!hook || grace.compareTo(needed) >= 0) {
        continue; // Without lame duck mode there is nothing to wait for.
      }
      Tree written = broker.podSpec().at("terminationGracePeriodSeconds");
      String source =
          conf.filter(one -> one.tree().at("lame_duck_duration").exists()).isPresent()
              ? ""
              : " (the server's default)";
      findings.add(
          grace.compareTo(lameDuck) < 0 ? Severity.ERROR : Severity.WARNING,
          broker.subject(),
          written.exists() ? written.place() : broker.podSpec().place(),
          "terminationGracePeriodSeconds is %d%s, lame duck mode takes %s"
              .formatted(
                  broker.graceSeconds(),
                  written.exists() ? "" : " (the default)",
                  Shown.duration(lameDuck)),
          "lame_duck_duration %s%s + %s to close the files = %s, over %s"
              .formatted(
                  Shown.duration(lameDuck),
                  source,
                  Shown.duration(SHUTDOWN),
                  Shown.duration(needed),
                  Shown.duration(grace)),
          "terminationGracePeriodSeconds: " + needed.toSeconds());
    }
  }
}
