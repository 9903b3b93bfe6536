package io.breakwater.simulator;

import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Result;
import io.breakwater.journal.Timeline;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.FleetArm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real storm that is kept under {@code docs/results}, and its arms as the simulator has them. */
record KeptStorm(Path folder, Journal journal) {
  private static final Path RESULTS = Path.of("..", "docs", "results");
  private static final int SEEDS = 200;

  /** {@code Waits.POLL_MILLIS} of the module broker, with which a drill waits for its broker. */
  private static final double LOOKS_EVERY_SECONDS = 0.01;

  /**
   * Reads one.
   *
   * @param name below {@code docs/results}, such as {@code storm/150-bcrypt-2s}
   */
  static KeptStorm read(String name) {
    Path folder = RESULTS.resolve(name);
    return new KeptStorm(folder, JournalFile.read(folder));
  }

  Result real(String arm) {
    return Objects.requireNonNull(journal.arm(arm).result());
  }

  /**
   * Returns the same arm, under the outage that was measured, over many seeds: each with a C out of
   * what the calibration before the drill measured, and with a moment of the broker's return out of
   * what the drill can tell.
   */
  Ensemble simulated(String arm) {
    Result real = real(arm);
    int replicas = Objects.requireNonNull(real.replicas());
    double rate = Objects.requireNonNull(real.capacityPerSecond());
    boolean tls = "tls".equals(journal.parameters().get("authentication"));
    int cores =
        journal.parameters().get("brokerCores") instanceof Number own
            ? own.intValue()
            : Objects.requireNonNull(journal.environment().cores());
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
        FleetArm.named(arm).orElseGet(() -> FleetArm.ofFile(folder.resolveSibling(arm + ".yaml")));
    Duration down = seconds(Objects.requireNonNull(real.brokerDownAtSeconds()));
    Duration up = seconds(Objects.requireNonNull(real.brokerUpAtSeconds()));
    Scenario scenario =
        new Scenario(
            List.of(new Fault.Killed(0, down, up)), seconds(number(Journal.LIMIT_SECONDS)));
    Duration timeout = seconds(number("connectTimeoutSeconds"));
    FleetModel clients =
        FleetModel.of(
                arm, replicas, i -> policy.schedule(replicas, rate, i, "storm-" + i, tls), timeout)
            .with(clients(arm));
    List<Double> rates = starts();
    double usual = rate;
    if (rates.isEmpty()) {
      rates = List.of(number("connectRateLowest"), number("connectRateHighest"));
    } else {
      usual = rates.get((rates.size() - 1) / 2);
    }
    double faster = usual / rate;
    RateSpread spread = RateSpread.of(usual, rates);
    return new Ensemble(
        replicas,
        IntStream.range(0, SEEDS)
            .mapToObj(
                seed ->
                    seenLate(
                        SeedRun.of(
                            Models.run(
                                TierModel.of(broker, 1).faster(faster * spread.part(seed)),
                                scenario,
                                seed,
                                clients)),
                        LOOKS_EVERY_SECONDS * new SplittableRandom(-seed).nextDouble()))
            .toList());
  }

  /**
   * Returns within which time the connections were noticed to be lost: twice the mean, which is the
   * area under the curve of those that still took themselves for connected.
   */
  private Duration detection(String arm) {
    Timeline timeline = Objects.requireNonNull(journal.arm(arm).timeline());
    double binSeconds = timeline.binMillis() / 1e3;
    List<@Nullable Integer> connected = Objects.requireNonNull(timeline.connected());
    double area = 0;
    double from = Objects.requireNonNull(real(arm).brokerDownAtSeconds());
    for (int bin = (int) (from / binSeconds); bin < connected.size(); bin++) {
      int left = Objects.requireNonNull(connected.get(bin));
      if (left == 0) {
        break;
      }
      area += left * ((bin + 1) * binSeconds - from);
      from = (bin + 1) * binSeconds;
    }
    return seconds(2 * area / Objects.requireNonNull(real(arm).replicas()));
  }

  /** Returns how fast the fleets of the arms started: C of connections that stay. */
  private List<Double> starts() {
    return journal.arms().stream()
        .flatMap(
            arm -> Stream.ofNullable(Objects.requireNonNull(arm.result()).startRatePerSecond()))
        .sorted()
        .toList();
  }

  /**
   * Clients that have a processor of their own share it, and what it did is in the journal: while
   * the broker was down it noticed the losses and dialled in vain, afterwards it dialled and went
   * through handshakes. Of others the time is not known that they needed; but when they noticed is.
   */
  private ClientModel clients(String arm) {
    if (!journal.parameters().containsKey("brokerCores")) {
      return ClientModel.IDEAL.withDelays(Duration.ZERO, detection(arm));
    }
    Result real = real(arm);
    int replicas = Objects.requireNonNull(real.replicas());
    long refused = StormTable.outcome(real, AttemptOutcome.REFUSED);
    double dial = Objects.requireNonNull(real.clientCpuDownSeconds()) / (replicas + refused);
    double live = Objects.requireNonNull(real.liveAttemptsPerReplica()) * replicas;
    double handshake = Objects.requireNonNull(real.clientCpuSeconds()) / live - dial;
    return ClientModel.IDEAL.onOneProcessor(seconds(dial), seconds(Math.max(0, handshake)));
  }

  /** Times of a drill count from when it saw the broker back, those of the run from when it was. */
  private static SeedRun seenLate(SeedRun run, double seconds) {
    return new SeedRun(
        run.connected(),
        run.t50Seconds() - seconds,
        run.t99Seconds() - seconds,
        run.t100Seconds() - seconds,
        run.attempts(),
        run.liveAttempts(),
        run.overloaded(),
        run.unreachable(),
        run.peakPer100Millis(),
        run.peakPerSecond(),
        run.events());
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
