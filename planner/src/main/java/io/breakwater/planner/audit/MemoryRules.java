package io.breakwater.planner.audit;

import io.breakwater.planner.facts.Figure;
import io.breakwater.planner.facts.Shown;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Whether what is held in an outage fits where it is held, and where it goes afterwards. */
final class MemoryRules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              "buffer-over-memory",
              Severity.ERROR,
              "the outage buffer does not fit into the container",
              "The buffer fills in an outage, and only then: the container is killed for its memory"
                  + " when it holds most, and all of it is lost.",
              MemoryRules::container),
          new Rule(
              "buffers-over-broker-memory",
              Severity.WARNING,
              "all buffers together do not fit into the broker",
              "When the broker is back, every replica sends what it held. What the consumers cannot"
                  + " take at once waits in the broker's memory.",
              MemoryRules::broker));

  /** A JVM needs the rest for itself: the heap alone is a quarter of the limit by default. */
  private static final double SHARE = 0.25;

  private MemoryRules() {}

  private static void container(Inventory inventory, Findings findings) {
    for (Connection connection : inventory.connections()) {
      Optional<Container> container = containerOf(connection, inventory);
      OptionalDouble limit = container.map(Container::memoryLimit).orElse(OptionalDouble.empty());
      double held = (double) connection.bufferBytes();
      if (limit.isEmpty() || held <= SHARE * limit.getAsDouble()) {
        continue;
      }
      findings.add(
          held > limit.getAsDouble() ? Severity.ERROR : Severity.WARNING,
          container.orElseThrow().subject(),
          connection.place(Setting.BUFFER),
          "a buffer of %s in a container of %s"
              .formatted(Shown.bytes(held), Shown.bytes(limit.getAsDouble())),
          "%s over 25 %% of %s, which is what a JVM gives its heap"
              .formatted(Shown.bytes(held), Shown.bytes(limit.getAsDouble())),
          "buffer.capacity: at most %s, or a larger limit"
              .formatted(Shown.bytes(SHARE * limit.getAsDouble())));
    }
  }

  private static Optional<Container> containerOf(Connection connection, Inventory inventory) {
    return connection
        .container()
        .or(
            () ->
                inventory
                    .clients()
                    .filter(one -> inventory.connectionOf(one).equals(Optional.of(connection)))
                    .findFirst());
  }

  private static void broker(Inventory inventory, Findings findings) {
    double limit =
        inventory
            .brokers()
            .flatMap(
                workload ->
                    workload.brokers().stream()
                        .map(
                            one ->
                                one.memoryLimit().orElse(Double.NaN)
                                    * (double) workload.replicas()))
            .mapToDouble(Double::doubleValue)
            .sum();
    for (Connection connection : inventory.connections()) {
      Optional<Container> container = containerOf(connection, inventory);
      double replicas =
          container
              .map(one -> (double) inventory.figures().mostReplicas(one.workload()))
              .or(() -> inventory.figures().connections(connection).map(Figure::value))
              .orElse(0.0);
      double held = (double) connection.bufferBytes();
      double all = held * replicas;
      if (limit > 0 && all > limit) {
        findings.add(
            connection.subject(),
            connection.place(Setting.BUFFER),
            "%s replicas hold up to %s, the brokers have %s"
                .formatted(Shown.number(replicas), Shown.bytes(all), Shown.bytes(limit)),
            "buffer %s x %s replicas = %s > %s"
                .formatted(
                    Shown.bytes(held),
                    Shown.number(replicas),
                    Shown.bytes(all),
                    Shown.bytes(limit)),
            "a smaller buffer.capacity, or a buffer.drainRate that the consumers can follow");
      }
    }
  }
}
