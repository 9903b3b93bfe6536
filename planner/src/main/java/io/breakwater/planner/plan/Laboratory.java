package io.breakwater.planner.plan;

import io.breakwater.policy.AttemptSchedule;
import io.breakwater.policy.BurstEstimate;
import io.breakwater.policy.FleetArm;
import io.breakwater.policy.SpreadSchedule;
import io.breakwater.simulator.BrokerModel;
import io.breakwater.simulator.Demand;
import io.breakwater.simulator.Ensemble;
import io.breakwater.simulator.RateSpread;
import io.breakwater.simulator.Scenario;
import io.breakwater.simulator.SeedRun;
import io.breakwater.simulator.StormModel;
import io.breakwater.simulator.TierModel;
import java.time.Duration;
import java.util.List;

/**
 * Tries settings out in the simulator. A fleet that is too large for the time that a person waits
 * is tried as a smaller one with the same N/C, which meets the same waves in the same time.
 */
final class Laboratory {
  /** How much of the simulator's time a trial may take: about a fifth of a second at most. */
  enum Effort {
    /** One of many candidates. */
    SEARCH(20_000, 2, 9, 40_000),
    /** One whose figures are shown; its C lies as far apart as it was measured. */
    SHOWN(400_000, 3, 200, 1_000_000);

    private final long eventsPerRun;
    private final int leastRuns;
    private final int mostRuns;
    private final long events;

    Effort(long eventsPerRun, int leastRuns, int mostRuns, long events) {
      this.eventsPerRun = eventsPerRun;
      this.leastRuns = leastRuns;
      this.mostRuns = mostRuns;
      this.events = events;
    }
  }

  private static final Duration LEAST_LIMIT = Duration.ofMinutes(1);
  private static final double LIMIT_IN_BOUNDS = 3;
  private static final double LIMIT_IN_OBJECTIVES = 2;

  /** Under that a fleet is not a small picture of a large one any more. */
  private static final int LEAST_REPLICAS = 200;

  private static final int HANDSHAKES_IN_TIMEOUT = 50;

  /** An attempt is a wake, a dial, three pieces of work and an answer. */
  private static final int EVENTS_PER_ATTEMPT = 5;

  private static final long SEED = 1;

  private final PlanFacts facts;
  private final Duration tlsTimeout;

  Laboratory(PlanFacts facts) {
    this(facts, BrokerModel.TLS_TIMEOUT);
  }

  /** Creates one whose servers allow that long for a TLS handshake. */
  Laboratory(PlanFacts facts, Duration tlsTimeout) {
    this.facts = facts;
    this.tlsTimeout = tlsTimeout;
  }

  /** Returns how long after the broker's return is watched. */
  Duration limit() {
    double seconds =
        Math.max(
            LIMIT_IN_BOUNDS * facts.boundSeconds(),
            LIMIT_IN_OBJECTIVES * facts.objective().map(it -> it.toNanos() / 1e9).orElse(0.0));
    Duration limit = Duration.ofMillis((long) Math.ceil(seconds * 1000));
    return limit.compareTo(LEAST_LIMIT) > 0 ? limit : LEAST_LIMIT;
  }

  /** Returns what becomes of the fleet. */
  Forecast run(Setting setting, Effort effort) throws InterruptedException {
    int simulated = simulated(setting, effort);
    double scale = (double) facts.replicas() / simulated;
    StormModel model =
        StormModel.of(
                List.of(setting.arm()),
                simulated,
                tier(scale),
                Scenario.outage(facts.serverCount(), facts.outage(), limit()),
                setting.connectTimeout(),
                SEED)
            .withSpread(effort == Effort.SHOWN ? facts.spread() : RateSpread.NONE);
    Ensemble ensemble =
        Ensemble.run(model, setting.arm(), effort.leastRuns, effort.mostRuns, effort.events);
    return new Forecast(setting, ensemble, scale, limit(), largestSecond(setting, ensemble, scale));
  }

  /** Of slots it is known; and a smaller fleet clumps more than a large one. */
  private double largestSecond(Setting setting, Ensemble ensemble, double scale) {
    return schedule(setting.arm()) instanceof SpreadSchedule spread
        ? BurstEstimate.of(facts.replicas(), spread).largestPerSecond()
        : ensemble.band(SeedRun::peakPerSecond).times(scale).median();
  }

  private int simulated(Setting setting, Effort effort) {
    AttemptSchedule schedule = schedule(setting.arm());
    double attempts = 1 + limit().toNanos() / (double) LEAST_LIMIT.toNanos();
    if (!(schedule instanceof SpreadSchedule)) {
      // Those of spread that are refused for certain cost the simulator nothing.
      Duration watched = facts.outage().plus(limit());
      attempts += watched.toNanos() / (double) schedule.period().toNanos();
    }
    double affordable = effort.eventsPerRun / (EVENTS_PER_ATTEMPT * attempts);
    double fine = facts.replicas() / coarsest(setting.connectTimeout());
    return (int)
        Math.min(facts.replicas(), Math.ceil(Math.max(LEAST_REPLICAS, Math.max(affordable, fine))));
  }

  /** A smaller broker is slower: one handshake must still be little against what it may take. */
  private double coarsest(Duration connectTimeout) {
    double handshake = facts.serverCount() * facts.cores() / facts.connectRate().value();
    boolean serverIsFirst = facts.usesTls() && tlsTimeout.compareTo(connectTimeout) < 0;
    Duration most = serverIsFirst ? tlsTimeout : connectTimeout;
    return Math.max(1, most.toNanos() / 1e9 / HANDSHAKES_IN_TIMEOUT / handshake);
  }

  /** Returns the schedule of one replica. */
  AttemptSchedule schedule(FleetArm arm) {
    return arm.schedule(facts.replicas(), facts.connectRate().value(), 0, "", facts.usesTls());
  }

  /** Everything of a server that counts connections is as much smaller as the fleet is. */
  private TierModel tier(double scale) {
    double perServer = facts.connectRate().value() / scale / facts.serverCount();
    Demand handshake =
        new Demand.Fixed(
            Duration.ofNanos(Math.max(1, Math.round(facts.cores() * 1e9 / perServer))));
    BrokerModel broker =
        facts.usesTls()
            ? BrokerModel.of(facts.cores(), Demand.NONE, handshake, Demand.NONE)
            : BrokerModel.of(facts.cores(), Demand.NONE, Demand.NONE, handshake);
    int backlog = (int) Math.max(1, Math.round(broker.backlog() / scale));
    return TierModel.of(
        broker.withBacklog(backlog).withTlsTimeout(tlsTimeout), facts.serverCount());
  }
}
