package io.breakwater.planner.audit;

import io.breakwater.planner.facts.Credential;
import io.breakwater.planner.facts.Figure;
import io.breakwater.planner.facts.Shown;
import io.breakwater.policy.AttemptSchedule;
import io.breakwater.policy.BurstEstimate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** N and C: given, or from the files, or assumed; and what they make of a schedule. */
final class Figures {
  private static final double ASSUMED_CPUS = 2;
  private static final int MOST_CONNECTIONS = 10_000_000;

  private final Inventory inventory;
  private final AuditOptions options;
  private final Map<Schedule, BurstEstimate> bursts = new HashMap<>();

  private final Map<String, Optional<Figure>> known = new HashMap<>();

  private record Schedule(int connections, AttemptSchedule schedule) {}

  Figures(Inventory inventory, AuditOptions options) {
    this.inventory = inventory;
    this.options = options;
  }

  Duration maintenanceWindow() {
    return options.maintenanceWindow();
  }

  /** Returns N of the whole tier; as C, to be asked when everything has been read. */
  Optional<Figure> connections() {
    return known.computeIfAbsent("N", name -> countConnections());
  }

  private Optional<Figure> countConnections() {
    if (options.connections().isPresent()) {
      return options.connections();
    }
    OptionalInt stated =
        inventory.connections().stream()
            .flatMapToInt(one -> one.fleet().connections().stream())
            .max();
    long pods =
        inventory.clients().mapToLong(container -> mostReplicas(container.workload())).sum();
    if (stated.isPresent() && stated.getAsInt() >= pods) {
      return Optional.of(Figure.given(stated.getAsInt(), "fleet.connections of a policy"));
    }
    return pods == 0
        ? Optional.empty()
        : Optional.of(
            new Figure(pods, "assumed: one connection for each replica in the manifests", true));
  }

  /** Returns how many pods of a workload there can be: an autoscaler's most, or its replicas. */
  long mostReplicas(Workload workload) {
    return inventory
        .objects("HorizontalPodAutoscaler")
        .filter(
            scaler ->
                scaler.isIn(workload.object())
                    && scaler.spec().at("scaleTargetRef", "name").is(workload.object().name())
                    && scaler.spec().at("scaleTargetRef", "kind").is(workload.object().kind()))
        .flatMapToLong(scaler -> scaler.spec().at("maxReplicas").number().stream())
        .findFirst()
        .orElse(workload.replicas());
  }

  /** Returns C of the whole tier. */
  Optional<Figure> connectRate() {
    return known.computeIfAbsent("C", name -> findConnectRate());
  }

  private Optional<Figure> findConnectRate() {
    if (options.connectRate().isPresent()) {
      return options.connectRate();
    }
    return inventory.connections().stream()
        .flatMapToDouble(one -> one.fleet().connectRate().stream())
        .mapToObj(rate -> Figure.given(rate, "fleet.connectRate of a policy"))
        .findFirst()
        .or(this::assumedConnectRate);
  }

  /** Passwords that are hashed are the one cost that the files alone let us know. */
  private Optional<Figure> assumedConnectRate() {
    OptionalInt cost =
        inventory.brokerConfs().stream()
            .flatMap(conf -> conf.secrets().stream())
            .flatMapToInt(secret -> BrokerConf.bcryptCost(secret.text()).stream())
            .max();
    if (cost.isEmpty()) {
      return Optional.empty();
    }
    double cpus = brokerCpus();
    double seconds = Credential.bcryptSeconds(cost.getAsInt());
    return Optional.of(
        new Figure(
            cpus / seconds,
            "assumed: %s processors / %s ms for each bcrypt check of cost %d"
                .formatted(Shown.number(cpus), Shown.number(seconds * 1000), cost.getAsInt()),
            true));
  }

  private double brokerCpus() {
    double limits =
        inventory
            .brokers()
            .flatMap(
                workload ->
                    workload.brokers().stream()
                        .map(one -> one.cpuLimit().orElse(ASSUMED_CPUS) * workload.replicas()))
            .mapToDouble(Double::doubleValue)
            .sum();
    return limits > 0 ? limits : ASSUMED_CPUS;
  }

  /** Returns N as the policy of a connection says it, or of the whole tier. */
  Optional<Figure> connections(Connection connection) {
    return connection.fleet().connections().isPresent() && options.connections().isEmpty()
        ? Optional.of(
            Figure.given(connection.fleet().connections().getAsInt(), "fleet.connections"))
        : connections();
  }

  /** Returns N as a count; a policy takes no more than ten million either. */
  static int members(double connections) {
    return (int) Math.min(MOST_CONNECTIONS, Math.max(1, Math.round(connections)));
  }

  /** Returns what the fleet of a connection does to its broker, if N and C are known. */
  Optional<BurstEstimate> burst(Connection connection) {
    Optional<Figure> rate = connectRate();
    return rate.isEmpty()
        ? Optional.empty()
        : connections(connection)
            .map(
                n -> burst(n.value(), connection.schedule(members(n.value()), rate.get().value())));
  }

  /** The same question costs once. */
  private BurstEstimate burst(double connections, AttemptSchedule schedule) {
    return bursts.computeIfAbsent(
        new Schedule(members(connections), schedule),
        key -> BurstEstimate.of(key.connections(), key.schedule()));
  }
}
