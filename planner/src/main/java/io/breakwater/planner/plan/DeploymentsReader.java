package io.breakwater.planner.plan;

import io.breakwater.planner.facts.Figure;
import io.breakwater.policy.LifecyclePolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Finds out which services the fleet is made of. */
final class DeploymentsReader {
  /** As Kubernetes wants names; also the most that a policy takes. */
  private static final String NAME = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  private static final String UNNAMED = "service";

  private final PlanOptions options;
  private final Map<Path, LifecyclePolicy> policies;
  private final String scheme;

  DeploymentsReader(PlanOptions options, Map<Path, LifecyclePolicy> policies, boolean tls) {
    this.options = options;
    this.policies = policies;
    scheme = tls ? "tls" : "nats";
  }

  List<Deployment> deployments(Figure connections, int servers, double connectRate) {
    List<Deployment> deployments = new ArrayList<>();
    policies.values().forEach(policy -> add(deployments, deployment(policy)));
    for (String service : options.services()) {
      String name = name(service);
      int known =
          IntStream.range(0, deployments.size())
              .filter(i -> deployments.get(i).name().equals(name))
              .findFirst()
              .orElse(-1);
      if (known < 0) {
        add(
            deployments,
            new Deployment(
                name, replicas(service), defaults(name, servers, connections, connectRate)));
      } else {
        deployments.set(
            known, new Deployment(name, replicas(service), deployments.get(known).policy()));
      }
    }
    if (deployments.isEmpty()) {
      deployments.add(
          new Deployment(
              UNNAMED,
              OptionalInt.of((int) connections.value()),
              defaults(UNNAMED, servers, connections, connectRate)));
    }
    return deployments;
  }

  private static Deployment deployment(LifecyclePolicy policy) {
    return new Deployment(policy.service(), OptionalInt.empty(), policy);
  }

  private static void add(List<Deployment> deployments, Deployment added) {
    if (deployments.stream().anyMatch(it -> it.name().equals(added.name()))) {
      throw new IllegalArgumentException("service " + added.name() + ": given twice");
    }
    deployments.add(added);
  }

  private LifecyclePolicy defaults(
      String name, int servers, Figure connections, double connectRate) {
    LifecyclePolicy policy =
        LifecyclePolicy.builder()
            .service(name)
            .servers(
                IntStream.range(0, servers)
                    .mapToObj(i -> scheme + "://nats-" + i + ".nats:4222")
                    .toArray(String[]::new))
            .name(name)
            .build();
    return policy.toBuilder()
        .fleet(
            policy.fleet().withConnections((int) connections.value()).withConnectRate(connectRate))
        .build();
  }

  /**
   * Returns the name in {@code NAME=REPLICAS}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static String name(String service) {
    String name = service.split("=", 2)[0];
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "--service %s: expected a name of small letters, digits and dashes, such as orders=30"
              .formatted(service));
    }
    return name;
  }

  /**
   * Returns the number in {@code NAME=REPLICAS}, if there is one.
   *
   * @throws IllegalArgumentException if it is none
   */
  static OptionalInt replicas(String service) {
    String[] parts = service.split("=", 2);
    if (parts.length == 1) {
      return OptionalInt.empty();
    }
    if (!parts[1].matches("[1-9][0-9]{0,6}")) {
      throw new IllegalArgumentException(
          "--service %s: expected a number of replicas from 1 to 9999999 after the =, such as"
                  .formatted(service)
              + " orders=30");
    }
    return OptionalInt.of(Integer.parseInt(parts[1]));
  }
}
