package io.breakwater.simulator;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * One server, as far as connections are work for it.
 *
 * <p>A server does not notice that a client has hung up while it works for it: a password check
 * that has begun is worked off. It notices between two pieces of work.
 *
 * @param cores processors, at least 1
 * @param discipline in which order they work
 * @param accept what one connection costs until the server has sent its INFO
 * @param tls what a TLS handshake costs; {@link Demand#NONE} without TLS
 * @param authentication what the check of a credential costs
 * @param slice under processor sharing, how often the scheduler looks for what has to make place
 *     for others; zero for processors that are shared to the nanosecond
 * @param backlog how many connections the system accepts for the server before the server comes to
 *     them, and Linux one more; a dial beyond that is not heard, and the client's system sends it
 *     {@linkplain SynRetries again}; at least 1
 * @param tlsTimeout within which, from its INFO on, the server must have done its part of a TLS
 *     handshake: {@code timeout} of {@code tls}; positive
 * @param maxConnections as {@code max_connections}; empty for no limit
 * @param tlsRateLimit as {@code tls { connection_rate_limit }}, per second; empty for no limit
 */
public record BrokerModel(
    int cores,
    Discipline discipline,
    Demand accept,
    Demand tls,
    Demand authentication,
    Duration slice,
    int backlog,
    Duration tlsTimeout,
    OptionalInt maxConnections,
    OptionalInt tlsRateLimit) {

  /**
   * Go looks this often for what has run for so long: {@code forcePreemptNS} in {@code
   * runtime/proc.go}, and the longest that {@code sysmon} sleeps.
   */
  public static final Duration TIME_SLICE = Duration.ofMillis(10);

  /**
   * {@code net.core.somaxconn} of Linux, from 5.4 on, which is what Go's {@code net.Listen} asks
   * for.
   */
  public static final int BACKLOG = 4_096;

  /** The constant of that name in nats-server. */
  public static final Duration TLS_TIMEOUT = Duration.ofSeconds(2);

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public BrokerModel {
    Objects.requireNonNull(discipline, "discipline");
    Objects.requireNonNull(accept, "accept");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(authentication, "authentication");
    if (cores < 1) {
      throw new IllegalArgumentException("cores must be at least 1: " + cores);
    }
    if (slice.isNegative()) {
      throw new IllegalArgumentException("slice must not be negative: " + slice);
    }
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog must be at least 1: " + backlog);
    }
    if (tlsTimeout.isNegative() || tlsTimeout.isZero()) {
      throw new IllegalArgumentException("tlsTimeout must be positive: " + tlsTimeout);
    }
    if (maxConnections.orElse(1) < 1 || tlsRateLimit.orElse(1) < 1) {
      throw new IllegalArgumentException("a limit must be at least 1");
    }
  }

  /** Returns a server that shares its processors as Go does, without limits. */
  public static BrokerModel of(int cores, Demand accept, Demand tls, Demand authentication) {
    return new BrokerModel(
        cores,
        Discipline.PROCESSOR_SHARING,
        accept,
        tls,
        authentication,
        TIME_SLICE,
        BACKLOG,
        TLS_TIMEOUT,
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  /** Returns a server that authenticates that many connections per second, at a fixed price. */
  public static BrokerModel ofRate(int cores, double connectRate) {
    return of(
        cores,
        Demand.NONE,
        Demand.NONE,
        new Demand.Fixed(Duration.ofNanos(Math.round(cores * 1e9 / connectRate))));
  }

  /** Returns what one whole handshake costs on average, in nanoseconds of one processor. */
  double handshakeNanos() {
    return (double) accept.mean().toNanos()
        + tls.mean().toNanos()
        + authentication.mean().toNanos();
  }

  /** Returns C, the connections per second that this server can take; infinite if they are free. */
  public double connectRate() {
    return cores * 1e9 / handshakeNanos();
  }

  /**
   * Returns the same with another C, of which the parts of a handshake are to each other as here.
   */
  BrokerModel faster(double factor) {
    return new BrokerModel(
        cores,
        discipline,
        accept.times(1 / factor),
        tls.times(1 / factor),
        authentication.times(1 / factor),
        slice,
        backlog,
        tlsTimeout,
        maxConnections,
        tlsRateLimit);
  }

  /** Returns if its clients have to speak TLS. */
  boolean usesTls() {
    return !tls.mean().isZero();
  }

  /** Returns the same with another discipline. */
  public BrokerModel withDiscipline(Discipline other) {
    return with(other, slice, backlog, tlsTimeout, maxConnections, tlsRateLimit);
  }

  /** Returns the same with another time slice. */
  public BrokerModel withSlice(Duration other) {
    return with(discipline, other, backlog, tlsTimeout, maxConnections, tlsRateLimit);
  }

  /** Returns the same with another backlog. */
  public BrokerModel withBacklog(int other) {
    return with(discipline, slice, other, tlsTimeout, maxConnections, tlsRateLimit);
  }

  /** Returns the same with another limit to TLS handshakes. */
  public BrokerModel withTlsTimeout(Duration other) {
    return with(discipline, slice, backlog, other, maxConnections, tlsRateLimit);
  }

  /** Returns the same with limits. */
  public BrokerModel withLimits(OptionalInt connections, OptionalInt tlsPerSecond) {
    return with(discipline, slice, backlog, tlsTimeout, connections, tlsPerSecond);
  }

  private BrokerModel with(
      Discipline order,
      Duration timeSlice,
      int places,
      Duration patience,
      OptionalInt connections,
      OptionalInt tlsPerSecond) {
    return new BrokerModel(
        cores,
        order,
        accept,
        tls,
        authentication,
        timeSlice,
        places,
        patience,
        connections,
        tlsPerSecond);
  }
}
