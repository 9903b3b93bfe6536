package io.breakwater.cli;

import io.breakwater.lab.cluster.Disruption;
import io.breakwater.lab.cluster.LameDuck;
import io.breakwater.lab.cluster.NodeLoss;
import io.breakwater.lab.cluster.Partition;
import io.breakwater.lab.cluster.RollingRestart;
import io.breakwater.lab.cluster.SlowAuth;
import io.breakwater.lab.cluster.Stall;
import java.time.Duration;

/** The drills on a tier of servers, each with what it does where nothing else is asked for. */
enum ClusterKind {
  ROLLING_RESTART(
      new RollingRestart(),
      3,
      11,
      Duration.ofSeconds(2),
      Duration.ofMinutes(1),
      "Each server of three is restarted in turn, as a stateful set's rollout does.",
      "down for the outage"),
  NODE_LOSS(
      new NodeLoss(),
      3,
      11,
      Duration.ofSeconds(3),
      Duration.ofMinutes(1),
      "One server of three is killed; it is back when the others have taken its clients.",
      "watched at least that long"),
  LAME_DUCK(
      new LameDuck(),
      3,
      11,
      Duration.ofSeconds(30),
      Duration.ofMinutes(1),
      "One server of three becomes a lame duck and lets its clients go one by one.",
      "the server's lame_duck_duration, at least 30s"),
  STALL(
      new Stall(),
      3,
      11,
      Duration.ofSeconds(90),
      Duration.ofMinutes(1),
      "One server hangs (SIGSTOP) and goes on after the outage (SIGCONT).",
      "how long it hangs"),
  PARTITION(
      new Partition(Partition.Kind.RESET),
      1,
      11,
      Duration.ofSeconds(5),
      Duration.ofMinutes(1),
      "The network between the fleet and all servers fails; the servers stay up.",
      "how long it fails"),
  SLOW_AUTH(
      new SlowAuth(),
      3,
      13,
      Duration.ofSeconds(3),
      Duration.ofMinutes(2),
      "Servers for which a login is much work (bcrypt of cost 13) are killed and return.",
      "how long they are down");

  // Records without state that changes.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Disruption disruption;

  private final int servers;
  private final int bcryptCost;
  private final Duration outage;
  private final Duration limit;
  private final String description;
  private final String outageMeans;

  ClusterKind(
      Disruption disruption,
      int servers,
      int bcryptCost,
      Duration outage,
      Duration limit,
      String description,
      String outageMeans) {
    this.disruption = disruption;
    this.servers = servers;
    this.bcryptCost = bcryptCost;
    this.outage = outage;
    this.limit = limit;
    this.description = description;
    this.outageMeans = outageMeans;
  }

  Disruption disruption() {
    return disruption;
  }

  int servers() {
    return servers;
  }

  int bcryptCost() {
    return bcryptCost;
  }

  Duration outage() {
    return outage;
  }

  Duration limit() {
    return limit;
  }

  String description() {
    return description;
  }

  /** Returns what the outage is in this drill. */
  String outageMeans() {
    return outageMeans;
  }

  @Override
  public String toString() {
    return disruption.drill();
  }
}
