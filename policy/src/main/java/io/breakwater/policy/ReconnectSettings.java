package io.breakwater.policy;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The section {@code reconnect} of a policy. (The key {@code wait} is {@code waitTime} here: Java
 * keeps the name for itself.)
 *
 * @param shape the shape of the attempt schedule
 * @param waitTime the wait of fixed and jitter, the base of full-jitter and decorrelated, the least
 *     period of spread; positive
 * @param jitter the random part of jitter, zero or positive
 * @param jitterTls the same for connections over TLS, zero or positive
 * @param maxSpread bounds the widening of spread, positive
 * @param cap the longest wait of full-jitter and decorrelated, for these at least {@code waitTime}
 * @param lameDuckWindow the time in which a connection leaves a server that is about to stop,
 *     positive; the default is how long nats-server itself takes
 * @param maxAttempts failed attempts in a row after which a server leaves the pool, at least 1;
 *     empty: never
 */
public record ReconnectSettings(
    ScheduleShape shape,
    Duration waitTime,
    Duration jitter,
    Duration jitterTls,
    Duration maxSpread,
    Duration cap,
    Duration lameDuckWindow,
    OptionalInt maxAttempts) {

  /** jnats has it too. */
  private static final Duration WAIT = Duration.ofSeconds(2);

  /**
   * The slots protect the broker, not the wait: it only has to be longer than the imprecision of
   * clocks and timers. A dead port costs nobody anything, and a small fleet is back sooner.
   */
  private static final Duration WAIT_OF_SPREAD = Duration.ofMillis(500);

  /** What holds where nothing else is said. */
  public static final ReconnectSettings DEFAULTS = PolicyReader.reconnect(PolicyValues.DEFAULTS);

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public ReconnectSettings {
    Check.positive(waitTime, "waitTime");
    Check.notNegative(jitter, "jitter");
    Check.notNegative(jitterTls, "jitterTls");
    Check.positive(maxSpread, "maxSpread");
    Check.positive(cap, "cap");
    Check.positive(lameDuckWindow, "lameDuckWindow");
    Check.atLeast(maxAttempts.orElse(1), 1, "maxAttempts");
    if (isExponential(Objects.requireNonNull(shape, "shape"))) {
      Check.capped(waitTime, cap);
    }
  }

  /**
   * Returns the wait of a shape where no other is chosen: 500 ms for spread, 2 s for the others.
   *
   * @throws NullPointerException if {@code shape} is null
   */
  public static Duration defaultWait(ScheduleShape shape) {
    return Objects.requireNonNull(shape, "shape") == ScheduleShape.SPREAD ? WAIT_OF_SPREAD : WAIT;
  }

  static boolean isExponential(ScheduleShape shape) {
    return shape == ScheduleShape.FULL_JITTER || shape == ScheduleShape.DECORRELATED;
  }

  /**
   * Returns the schedule for one connection. As long as N or C is unknown, the period of spread is
   * {@code waitTime}: a small fleet is served well, a large one should say what it is.
   *
   * @param facts what is known of the fleet
   * @param connectionId unique among the connections of the fleet; its hash is the phase where the
   *     rank is unknown
   * @param tls whether the connection uses TLS
   * @throws NullPointerException if an argument is null
   */
  public AttemptSchedule schedule(FleetFacts facts, String connectionId, boolean tls) {
    return switch (shape) {
      case FIXED -> new FixedSchedule(waitTime);
      case JITTER -> new JitterSchedule(waitTime, tls ? jitterTls : jitter);
      case FULL_JITTER -> new FullJitterSchedule(waitTime, cap);
      case DECORRELATED -> new DecorrelatedSchedule(waitTime, cap);
      case SPREAD -> spread(facts, connectionId);
    };
  }

  private SpreadSchedule spread(FleetFacts facts, String connectionId) {
    boolean ranked = facts.rank().isPresent() && facts.connections().isPresent();
    Phase phase =
        ranked
            ? Phase.ofRank(facts.rank().getAsInt(), facts.connections().getAsInt())
            : Phase.ofId(connectionId);
    Duration period =
        facts.connections().isPresent() && facts.connectRate().isPresent()
            ? SpreadPeriod.of(
                waitTime, facts.connections().getAsInt(), facts.connectRate().getAsDouble(), ranked)
            : waitTime;
    return new SpreadSchedule(period, maxSpread, phase);
  }

  /**
   * Returns the same with another shape. A wait that is the {@linkplain #defaultWait default} of
   * the shape before counts as chosen by nobody: it becomes the default of the new one.
   */
  public ReconnectSettings withShape(ScheduleShape shape) {
    Duration wait = waitTime.equals(defaultWait(this.shape)) ? defaultWait(shape) : waitTime;
    return new ReconnectSettings(
        shape, wait, jitter, jitterTls, maxSpread, cap, lameDuckWindow, maxAttempts);
  }

  /** Returns the same with another wait. */
  public ReconnectSettings withWaitTime(Duration waitTime) {
    return new ReconnectSettings(
        shape, waitTime, jitter, jitterTls, maxSpread, cap, lameDuckWindow, maxAttempts);
  }

  /** Returns the same with another jitter, for connections with and without TLS. */
  public ReconnectSettings withJitter(Duration jitter) {
    return new ReconnectSettings(
        shape, waitTime, jitter, jitter, maxSpread, cap, lameDuckWindow, maxAttempts);
  }

  /** Returns the same with another bound of the widening. */
  public ReconnectSettings withMaxSpread(Duration maxSpread) {
    return new ReconnectSettings(
        shape, waitTime, jitter, jitterTls, maxSpread, cap, lameDuckWindow, maxAttempts);
  }

  /** Returns the same with another cap. */
  public ReconnectSettings withCap(Duration cap) {
    return new ReconnectSettings(
        shape, waitTime, jitter, jitterTls, maxSpread, cap, lameDuckWindow, maxAttempts);
  }

  /** Returns the same with another time to leave a server that is about to stop. */
  public ReconnectSettings withLameDuckWindow(Duration lameDuckWindow) {
    return new ReconnectSettings(
        shape, waitTime, jitter, jitterTls, maxSpread, cap, lameDuckWindow, maxAttempts);
  }

  /** Returns the same with a limit of failed attempts in a row per server. */
  public ReconnectSettings withMaxAttempts(int maxAttempts) {
    return new ReconnectSettings(
        shape,
        waitTime,
        jitter,
        jitterTls,
        maxSpread,
        cap,
        lameDuckWindow,
        OptionalInt.of(maxAttempts));
  }
}
