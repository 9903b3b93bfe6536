package io.breakwater.planner.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that was read, as the rules see it. Filled by {@link InventoryReader}, then only read. */
final class Inventory {
  private final Map<String, List<KubeObject>> objects = new LinkedHashMap<>();
  private final List<Workload> workloads = new ArrayList<>();
  private final List<BrokerConf> brokerConfs = new ArrayList<>();
  private final Map<KubeObject, BrokerConf> mountable = new HashMap<>();
  private final List<SpringSettings> springs = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();
  private final Map<Container, Connection> byContainer = new HashMap<>();
  private final Map<String, Connection> byService = new HashMap<>();
  private final List<Tree> documents = new ArrayList<>();
  private final Set<Workload> clientWorkloads = new HashSet<>();
  private @Nullable List<Container> clients;
  private final Figures figures;

  Inventory(AuditOptions options) {
    this.figures = new Figures(this, options);
  }

  void add(KubeObject object) {
    objects.computeIfAbsent(object.kind(), kind -> new ArrayList<>()).add(object);
    if (Workload.isOne(object)) {
      workloads.add(Workload.of(object));
    }
  }

  void add(BrokerConf conf) {
    brokerConfs.add(conf);
  }

  void add(BrokerConf conf, KubeObject configMap) {
    brokerConfs.add(conf);
    mountable.put(configMap, conf);
  }

  void add(SpringSettings spring) {
    springs.add(spring);
  }

  void add(Connection connection) {
    connections.add(connection);
    if (connection.container().isPresent()) {
      byContainer.putIfAbsent(connection.container().get(), connection);
    } else {
      connection.policy().ifPresent(policy -> byService.putIfAbsent(policy.service(), connection));
    }
  }

  void addDocument(Tree document) {
    documents.add(document);
  }

  /** Returns N, C and the like. */
  Figures figures() {
    return figures;
  }

  Stream<KubeObject> objects(String... kinds) {
    return Stream.of(kinds).flatMap(kind -> objects.getOrDefault(kind, List.of()).stream());
  }

  List<Workload> workloads() {
    return workloads;
  }

  /** Returns the containers that talk to NATS; to be asked when everything has been added. */
  Stream<Container> clients() {
    if (clients == null) {
      clients =
          workloads.stream()
              .flatMap(workload -> workload.containers().stream())
              .filter(container -> container.isClient() || connectionOf(container).isPresent())
              .toList();
      clientWorkloads.addAll(clients.stream().map(Container::workload).toList());
    }
    return clients.stream();
  }

  boolean isClient(Workload workload) {
    clients();
    return clientWorkloads.contains(workload);
  }

  /** Returns the workloads that run nats-server. */
  Stream<Workload> brokers() {
    return workloads.stream().filter(workload -> !workload.brokers().isEmpty());
  }

  List<BrokerConf> brokerConfs() {
    return brokerConfs;
  }

  List<SpringSettings> springs() {
    return springs;
  }

  List<Connection> connections() {
    return connections;
  }

  /** Returns everything that was read as YAML or as a configuration. */
  List<Tree> documents() {
    return documents;
  }

  Stream<KubeObject> objects() {
    return objects.values().stream().flatMap(List::stream);
  }

  int objectCount() {
    return objects.values().stream().mapToInt(List::size).sum();
  }

  /** Returns the configuration that the pods of a broker mount, if it was read. */
  Optional<BrokerConf> confOf(Workload broker) {
    return configMapsOf(broker).map(mountable::get).filter(Objects::nonNull).findFirst();
  }

  /**
   * Returns how many servers run with a configuration: its pods, or else its routes; at least 1.
   */
  long serversOf(BrokerConf conf) {
    long servers =
        brokers()
            .filter(broker -> confOf(broker).filter(conf::equals).isPresent())
            .mapToLong(Workload::replicas)
            .findFirst()
            .orElse(conf.tree().at("cluster", "routes").items().size());
    return Math.max(1, servers);
  }

  /** Returns the ConfigMaps that the pods of a workload mount. */
  Stream<KubeObject> configMapsOf(Workload workload) {
    List<String> names = new ArrayList<>();
    for (Tree volume : workload.podSpec().at("volumes").items()) {
      names.add(volume.at("configMap", "name").text());
      volume
          .at("projected", "sources")
          .items()
          .forEach(source -> names.add(source.at("configMap", "name").text()));
    }
    return objects("ConfigMap")
        .filter(map -> map.isIn(workload.object()) && names.contains(map.name()));
  }

  /** Returns how a container connects: by its own settings, or by a policy of its name. */
  Optional<Connection> connectionOf(Container container) {
    Connection own = byContainer.get(container);
    return own == null ? policyNamedLike(container) : Optional.of(own);
  }

  private Optional<Connection> policyNamedLike(Container container) {
    if (container.isBroker() || byService.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>(List.of(container.name()));
    Workload workload = container.workload();
    if (workload.containers().size() == 1) {
      names.add(workload.object().name());
      names.addAll(workload.podLabels().values());
    }
    return names.stream().map(byService::get).filter(Objects::nonNull).findFirst();
  }

  /** Returns the disruption budgets over the pods of a workload. */
  Stream<KubeObject> budgetsOf(Workload workload) {
    return objects("PodDisruptionBudget")
        .filter(
            budget ->
                budget.isIn(workload.object())
                    && Labels.match(budget.spec().at("selector"), workload.podLabels()));
  }

  /** Returns the workloads whose pods a disruption budget is over. */
  Stream<Workload> workloadsOf(KubeObject budget) {
    return workloads.stream()
        .filter(
            workload ->
                workload.object().isIn(budget)
                    && Labels.match(budget.spec().at("selector"), workload.podLabels()));
  }
}
