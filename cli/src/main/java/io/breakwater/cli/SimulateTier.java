package io.breakwater.cli;

import io.breakwater.planner.facts.Measurement;
import io.breakwater.policy.DurationText;
import io.breakwater.simulator.BrokerModel;
import io.breakwater.simulator.Demand;
import io.breakwater.simulator.Discipline;
import io.breakwater.simulator.TierModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that make up the tier of servers of a simulation. */
final class SimulateTier {
  private static final int CORES = 2;

  @Option(
      names = "--connect-rate",
      paramLabel = "C",
      description =
          "connections per second that one server can authenticate (of plan: the whole tier)")
  Optional<Double> connectRate;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description =
          "where that was measured: the journal of a storm, or what calibrate --json printed")
  Optional<Path> calibration;

  @Option(
      names = "--auth-demand",
      paramLabel = "D",
      description =
          "instead: what one credential costs, in processor time (bcrypt of cost 11: 130ms, NKey:"
              + " 1ms)")
  Optional<Duration> authentication;

  @Option(
      names = "--tls-demand",
      paramLabel = "D",
      description = "and what one TLS handshake costs")
  Optional<Duration> tls;

  @Option(
      names = "--accept-demand",
      paramLabel = "D",
      description = "and what one connection costs until INFO")
  Optional<Duration> accept;

  @Option(
      names = "--variation",
      paramLabel = "V",
      description = "credentials cost lognormal times, with this coefficient of variation (0)")
  double variation;

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "of each server (the calibration's, else 2)")
  Optional<Integer> cores;

  @Option(
      names = "--discipline",
      paramLabel = "HOW",
      description = "processor-sharing, in the time slices of Go, or fifo (processor-sharing)")
  Discipline discipline = Discipline.PROCESSOR_SHARING;

  @Option(names = "--servers", paramLabel = "K", description = "how many there are (1)")
  int servers = 1;

  @Option(
      names = "--no-gossip",
      description = "clients know the first server alone, the others are not told to them")
  boolean noGossip;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = "max_connections of each server (no limit)")
  Optional<Integer> maxConnections;

  @Option(
      names = "--tls-rate-limit",
      paramLabel = "N",
      description = "connection_rate_limit of its tls block, per second (no limit)")
  Optional<Integer> tlsRateLimit;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      description =
          "connections that a server's system takes before the server comes to them:"
              + " net.core.somaxconn (4096)")
  Optional<Integer> backlog;

  @Option(
      names = "--tls-timeout",
      paramLabel = "D",
      description = "what a server allows for a TLS handshake: timeout of its tls block (2s)")
  Optional<Duration> tlsTimeout;

  /**
   * Checks what needs no look into a file.
   *
   * @throws IllegalArgumentException if a value is out of its range, or options contradict each
   *     other; the message is one line
   */
  void check() {
    boolean demands = Stream.of(authentication, tls, accept).anyMatch(Optional::isPresent);
    long given =
        Stream.of(connectRate.isPresent(), calibration.isPresent(), demands)
            .filter(Boolean::booleanValue)
            .count();
    if (given != 1) {
      throw new IllegalArgumentException(
          "expected one of --connect-rate, --calibration and --auth-demand (--tls-demand,"
              + " --accept-demand), got "
              + (given == 0 ? "none" : "several"));
    }
    if (connectRate.isPresent() && !positive(connectRate.get())) {
      throw new IllegalArgumentException(
          "--connect-rate: expected more than zero, got " + connectRate.get());
    }
    if (!(variation >= 0 && variation < 100)) {
      throw new IllegalArgumentException("--variation: expected 0 to 100, got " + variation);
    }
    atLeastOne("--cores", cores.orElse(CORES));
    atLeastOne("--servers", servers);
    atLeastOne("--max-connections", maxConnections.orElse(1));
    atLeastOne("--tls-rate-limit", tlsRateLimit.orElse(1));
    atLeastOne("--backlog", backlog.orElse(1));
  }

  private static boolean positive(double rate) {
    return rate > 0 && rate < 1e9;
  }

  private static void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + ": expected at least 1, got " + value);
    }
  }

  /**
   * Returns what the calibration says, if there is one.
   *
   * @throws IllegalArgumentException if it cannot be read; the message is one line
   */
  Optional<Measurement> measured() {
    return calibration.map(Measurement::read);
  }

  /**
   * Returns the tier.
   *
   * @throws IllegalArgumentException if there is a limit to TLS, and no TLS; the message is one
   *     line
   */
  TierModel tier(Optional<Measurement> measured) {
    int each = cores.orElse(measured.map(it -> it.cores().orElse(CORES)).orElse(CORES));
    BrokerModel broker =
        measured
            .map(it -> measured(it, each))
            .orElseGet(
                () ->
                    connectRate
                        .map(
                            rate ->
                                BrokerModel.of(each, Demand.NONE, Demand.NONE, rate(each, rate)))
                        .orElseGet(() -> assumed(each)))
            .withDiscipline(discipline)
            .withBacklog(backlog.orElse(BrokerModel.BACKLOG))
            .withTlsTimeout(tlsTimeout.orElse(BrokerModel.TLS_TIMEOUT))
            .withLimits(limit(maxConnections), limit(tlsRateLimit));
    if (tlsTimeout.isPresent() && broker.tls().mean().isZero()) {
      throw new IllegalArgumentException(
          "--tls-timeout: expected TLS, by --tls-demand or a calibration with it");
    }
    return new TierModel(broker, servers, noGossip ? 1 : servers, !noGossip);
  }

  /** Returns the C that replicas are told: as in a drill, what the calibration said. */
  static double told(Optional<Measurement> measured, TierModel servers) {
    return measured
        .map(it -> servers.connectRate() * it.calibratedRate() / it.connectRate())
        .orElseGet(servers::connectRate);
  }

  private Demand rate(int each, double rate) {
    return credential(each * 1e9 / rate);
  }

  /** The whole handshake takes what C says; its parts are to each other as in one alone. */
  private BrokerModel measured(Measurement it, int each) {
    double handshake = each * 1e9 / it.connectRate();
    double tcp = it.tcpMillis().orElse(0);
    double secured = it.tlsMillis().orElse(0);
    double alone = tcp + secured + it.authenticationMillis().orElse(0);
    if (alone == 0) {
      return BrokerModel.of(each, Demand.NONE, Demand.NONE, credential(handshake));
    }
    return BrokerModel.of(
        each,
        fixed(handshake * tcp / alone),
        fixed(handshake * secured / alone),
        credential(handshake * (alone - tcp - secured) / alone));
  }

  private BrokerModel assumed(int each) {
    return BrokerModel.of(
        each,
        new Demand.Fixed(accept.orElse(Duration.ZERO)),
        new Demand.Fixed(tls.orElse(Duration.ZERO)),
        credential((double) authentication.orElse(Duration.ZERO).toNanos()));
  }

  private static Demand fixed(double nanos) {
    return new Demand.Fixed(Duration.ofNanos(Math.round(nanos)));
  }

  private Demand credential(double nanos) {
    Duration mean = Duration.ofNanos(Math.round(nanos));
    return variation == 0 ? new Demand.Fixed(mean) : new Demand.LogNormal(mean, variation);
  }

  private static OptionalInt limit(Optional<Integer> value) {
    return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  /** Returns which figures were measured and which assumed, for the journal. */
  Map<String, Object> origin() {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("connectRateFrom", calibration.isPresent() ? "measured" : "assumed");
    calibration.ifPresent(file -> origin.put("calibration", String.valueOf(file.getFileName())));
    return origin;
  }

  /** Returns the words of the command line that repeat it. */
  Stream<String> words() {
    return Stream.of(
            word("--connect-rate", connectRate.map(SimulateTier::plain)),
            word("--calibration", calibration.map(file -> ShellWord.of(file.toString()))),
            word("--auth-demand", authentication.map(DurationText::format)),
            word("--tls-demand", tls.map(DurationText::format)),
            word("--accept-demand", accept.map(DurationText::format)),
            word(
                "--variation",
                Optional.of(variation).filter(it -> it > 0).map(SimulateTier::plain)),
            word("--cores", cores.map(Object::toString)),
            word(
                "--discipline",
                Optional.of(discipline)
                    .filter(it -> it != Discipline.PROCESSOR_SHARING)
                    .map(Discipline::text)),
            word("--servers", Optional.of(servers).filter(it -> it > 1).map(Object::toString)),
            noGossip ? Stream.of("--no-gossip") : Stream.<String>of(),
            word("--max-connections", maxConnections.map(Object::toString)),
            word("--tls-rate-limit", tlsRateLimit.map(Object::toString)),
            word("--backlog", backlog.map(Object::toString)),
            word("--tls-timeout", tlsTimeout.map(DurationText::format)))
        .flatMap(words -> words);
  }

  private static Stream<String> word(String option, Optional<String> value) {
    return value.map(text -> Stream.of(option, text)).orElseGet(Stream::of);
  }

  private static String plain(double value) {
    return value == Math.rint(value) && value < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
