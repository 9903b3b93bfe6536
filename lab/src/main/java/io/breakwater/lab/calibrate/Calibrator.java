package io.breakwater.lab.calibrate;

import io.breakwater.lab.light.AttemptLog;
import io.breakwater.lab.light.LightFleet;
import io.breakwater.lab.light.LightSettings;
import io.breakwater.lab.light.LightTarget;
import io.breakwater.lab.light.SteadyClock;
import io.breakwater.lab.measure.LoadBeside;
import io.breakwater.lab.measure.OtherLoad;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.FixedSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures C of a broker with real handshakes that hang up when they are done: more and more at a
 * time until that makes it no faster. It has at most so many connections, and stops when an
 * established connection's round trip reaches a bound. For one thread.
 */
public final class Calibrator {
  /** What another step must add to be worth it. */
  private static final double WORTH_IT = 1.1;

  /** One step without a gain may have met a moment at which the machine was busy otherwise. */
  private static final int STEPS_IN_VAIN = 2;

  /** After a handshake that failed. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** The schedules draw nothing. */
  private static final long SEED = 0;

  private static final Duration QUIET = Duration.ofMillis(500);
  private static final long LOOK_EVERY_MILLIS = 20;
  private static final String NAME = "breakwater-calibrate";

  private final LightTarget target;
  private final CalibrateOptions options;
  private final CalibrateListener listener;
  private final SteadyClock clock = new SteadyClock();

  private final Supplier<Optional<Duration>> brokerCpu;

  private Calibrator(
      LightTarget target,
      CalibrateOptions options,
      CalibrateListener listener,
      Supplier<Optional<Duration>> brokerCpu) {
    this.target = target;
    this.options = options;
    this.listener = listener;
    this.brokerCpu = brokerCpu;
  }

  /**
   * Measures a broker that may be anywhere.
   *
   * @throws CalibrationException if the broker is not there, refuses the credentials, or is lost
   * @throws InterruptedException if interrupted; all connections are then closed
   */
  public static Calibration run(
      LightTarget target, CalibrateOptions options, CalibrateListener listener)
      throws InterruptedException {
    return run(target, options, listener, Optional::empty);
  }

  /**
   * Measures a broker on this machine, and what other processes had of the machine meanwhile.
   *
   * @param brokerCpu the processor time that the broker has used since it began
   * @throws CalibrationException if the broker is not there, refuses the credentials, or is lost
   * @throws InterruptedException if interrupted; all connections are then closed
   */
  public static Calibration run(
      LightTarget target,
      CalibrateOptions options,
      CalibrateListener listener,
      Supplier<Optional<Duration>> brokerCpu)
      throws InterruptedException {
    return new Calibrator(target, options, listener, brokerCpu).run();
  }

  private Calibration run() throws InterruptedException {
    RoundTrips.Guard guard = new RoundTrips.Guard(options.maxRoundTrip());
    try (RoundTrips roundTrips = new RoundTrips(target, options.connectTimeout(), guard)) {
      awaitConnected(roundTrips);
      listener.step("measuring the round trip before", QUIET);
      Thread.sleep(QUIET.toMillis());
      Double before = roundTrips.takeP99Millis();
      List<Calibration.Step> ramp = new ArrayList<>();
      LoadBeside beside = LoadBeside.begin(brokerCpu);
      Load alone = load(1, 1, guard, roundTrips);
      if (alone.rates().isEmpty()) {
        throw new CalibrationException(
            name() + "the round trip of an established connection is too long already");
      }
      Calibration.Cost cost = HandshakeCost.of(alone.log());
      ramp.add(new Calibration.Step(1, alone.median()));
      Load best = alone;
      Load load = alone;
      int inVain = 0;
      for (int atOnce = 2;
          atOnce <= options.maxConnections() && inVain < STEPS_IN_VAIN && !load.stopped();
          atOnce *= 2) {
        load = load(atOnce, 1, guard, roundTrips);
        if (!load.rates().isEmpty()) {
          ramp.add(new Calibration.Step(atOnce, load.median()));
          inVain = load.median() < WORTH_IT * best.median() ? inVain + 1 : 0;
          best = load.median() > best.median() ? load : best;
        }
      }
      boolean saturated = inVain == STEPS_IN_VAIN;
      // What has been slowed down is measured again with a clean slate.
      var unused = roundTrips.takeP99Millis();
      Load measured =
          load.stopped()
              ? best.stoppedHere()
              : load(best.atOnce(), options.rounds(), guard, roundTrips).or(best);
      Double during = roundTrips.takeP99Millis();
      return calibration(
          measured,
          saturated,
          cost,
          ramp,
          new Calibration.RoundTrip(before, during),
          beside.soFar());
    }
  }

  private Calibration calibration(
      Load load,
      boolean saturated,
      Calibration.Cost cost,
      List<Calibration.Step> ramp,
      Calibration.RoundTrip roundTrip,
      @Nullable OtherLoad beside) {
    double[] rates = load.rates().stream().mapToDouble(Double::doubleValue).sorted().toArray();
    String stoppedBy = null;
    if (load.stopped()) {
      stoppedBy =
          "the round trip of an established connection reached %d ms"
              .formatted(options.maxRoundTrip().toMillis());
    } else if (!saturated) {
      stoppedBy = "the bound of %d connections".formatted(options.maxConnections());
    }
    return new Calibration(
        target.address().getHostString() + ":" + target.address().getPort(),
        load.median(),
        rates[0],
        rates[rates.length - 1],
        saturated,
        stoppedBy,
        load.atOnce(),
        cost,
        ramp,
        roundTrip,
        beside);
  }

  private void awaitConnected(RoundTrips roundTrips) throws InterruptedException {
    listener.step("connecting", options.connectTimeout());
    long until = System.nanoTime() + options.connectTimeout().toNanos();
    while (!roundTrips.connected()) {
      AttemptOutcome outcome = roundTrips.lastOutcome();
      if (outcome != null && outcome != AttemptOutcome.CONNECTED) {
        throw new CalibrationException(reason(outcome));
      }
      if (System.nanoTime() - until > 0) {
        throw new CalibrationException(reason(AttemptOutcome.UNREACHABLE));
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
  }

  private String name() {
    return "calibrate %s:%d: "
        .formatted(target.address().getHostString(), target.address().getPort());
  }

  private String reason(AttemptOutcome outcome) {
    return name()
        + switch (outcome) {
          case CONNECTED -> "lost the connection";
          case UNRESOLVED -> "the name has no address";
          case REFUSED -> "nobody listens there";
          case UNREACHABLE -> "no answer of a NATS server";
          case OVERLOADED -> "the broker did not finish one handshake in time";
          case AUTH_REJECTED -> "the broker needs other credentials than it was given";
          case THROTTLED -> "the broker limits how many connections it takes";
          case LIMIT_EXCEEDED -> "the broker has as many connections as it may have";
          case TLS_FAILED -> "TLS failed: the broker wants TLS, or its certificate is not trusted";
          case PROTOCOL_ERROR -> "what answers does not speak the NATS protocol";
        };
  }

  /**
   * What so many handshakes at a time came to.
   *
   * @param rates per second, of each round that was finished
   * @param stopped if the guard ended it
   */
  private record Load(int atOnce, List<Double> rates, boolean stopped, AttemptLog log) {
    double median() {
      double[] sorted = rates.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      int middle = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    Load stoppedHere() {
      return new Load(atOnce, rates, true, log);
    }

    Load or(Load other) {
      return rates.isEmpty() ? other.stoppedHere() : this;
    }
  }

  private Load load(int atOnce, int rounds, RoundTrips.Guard guard, RoundTrips roundTrips)
      throws InterruptedException {
    listener.step(
        atOnce == 1 ? "one handshake at a time" : atOnce + " handshakes at a time",
        options.round().multipliedBy(rounds));
    AttemptLog log = new AttemptLog();
    LightSettings settings =
        new LightSettings(target, options.connectTimeout(), NAME, new LightSettings.Then.HangUp());
    List<Double> rates = new ArrayList<>();
    try (LightFleet fleet =
        new LightFleet(atOnce, settings, number -> new FixedSchedule(PAUSE), SEED, log, clock)) {
      fleet.start(atOnce);
      long from = clock.now();
      int done = 0;
      for (int round = 0; round < rounds; round++) {
        boolean stopped = guarded(guard, roundTrips, from, log, done);
        List<Long> ends = HandshakeCost.ends(log, done);
        if (stopped && ends.size() < 2) {
          return new Load(atOnce, List.copyOf(rates), true, log);
        }
        long to = clock.now();
        rates.add(rate(ends, from, to));
        if (stopped) {
          return new Load(atOnce, List.copyOf(rates), true, log);
        }
        done += ends.size();
        from = ends.isEmpty() ? to : ends.get(ends.size() - 1);
      }
      return new Load(atOnce, List.copyOf(rates), false, log);
    }
  }

  /** Handshakes over the time from the end of the one before the first to that of the last. */
  private static double rate(List<Long> ends, long from, long to) {
    long last = ends.isEmpty() ? to : ends.get(ends.size() - 1);
    return ends.size() * 1e9 / Math.max(1, last - from);
  }

  /** Waits for a round, or until the guard says stop; a slow broker gets time for one handshake. */
  private boolean guarded(
      RoundTrips.Guard guard, RoundTrips roundTrips, long from, AttemptLog log, int done)
      throws InterruptedException {
    long end = from + options.round().toNanos();
    long latest = end + options.connectTimeout().toNanos();
    while (clock.now() < end || (HandshakeCost.ends(log, done).isEmpty() && clock.now() < latest)) {
      if (guard.reached(roundTrips)) {
        return true;
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
    if (HandshakeCost.ends(log, done).isEmpty()) {
      throw new CalibrationException(reason(AttemptOutcome.OVERLOADED));
    }
    return false;
  }
}
