package io.breakwater.simulator;

import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Result;
import io.breakwater.policy.FleetArm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** A real storm that is kept under {@code docs/results}, and its arms as the simulator has them. */
record KeptStorm(Journal journal) {
  private static final Path KEPT = Path.of("..", "docs", "results", "storm-simulated");
  private static final int SEEDS = 41;

  static KeptStorm read(String name) {
    return new KeptStorm(JournalFile.read(KEPT.resolve(name)));
  }

  Result real(String arm) {
    return Objects.requireNonNull(journal.arm(arm).result());
  }

  /** Returns the same arm, under the C and the outage that were measured, over many seeds. */
  List<SimulatedRun> simulated(String arm) {
    Result real = real(arm);
    int replicas = Objects.requireNonNull(real.replicas());
    double rate = Objects.requireNonNull(real.capacityPerSecond());
    boolean tls = "tls".equals(journal.parameters().get("authentication"));
    int cores = Objects.requireNonNull(journal.environment().cores());
    double handshake = cores * 1e9 / rate;
    double tcp = number("tcpMillis");
    double secured = tls ? number("tlsMillis") : 0;
    double authentication = number("authenticationMillis");
    double alone = tcp + secured + authentication;
    BrokerModel broker =
        BrokerModel.of(
            cores,
            part(handshake, tcp / alone),
            part(handshake, secured / alone),
            part(handshake, authentication / alone));
    FleetArm policy =
        FleetArm.named(arm).orElseGet(() -> FleetArm.ofFile(KEPT.resolve(arm + ".yaml")));
    Duration down = seconds(Objects.requireNonNull(real.brokerDownAtSeconds()));
    Duration up = seconds(Objects.requireNonNull(real.brokerUpAtSeconds()));
    Scenario scenario =
        new Scenario(
            List.of(new Fault.Killed(0, down, up)), seconds(number(Journal.LIMIT_SECONDS)));
    Duration timeout = seconds(number("connectTimeoutSeconds"));
    FleetModel fleet =
        FleetModel.of(
            arm, replicas, i -> policy.schedule(replicas, rate, i, "storm-" + i, tls), timeout);
    return IntStream.range(0, SEEDS)
        .mapToObj(seed -> Models.run(TierModel.of(broker, 1), scenario, seed, fleet))
        .toList();
  }

  private static Demand part(double nanos, double share) {
    return new Demand.Fixed(Duration.ofNanos(Math.round(nanos * share)));
  }

  private double number(String parameter) {
    return ((Number) Objects.requireNonNull(journal.parameters().get(parameter))).doubleValue();
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
