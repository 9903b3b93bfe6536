package io.breakwater.cli;

import io.breakwater.planner.facts.Credential;
import io.breakwater.planner.plan.PlanOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a person says of a fleet that is to be planned for. */
final class PlanSettings {
  private static final Duration OUTAGE = Duration.ofMinutes(1);

  @Parameters(
      paramLabel = "POLICY",
      arity = "0..*",
      description = "policy files of the services, as they are today")
  List<Path> policies = new ArrayList<>();

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = "connections of the whole fleet (the policies', or the sum of --service)")
  Optional<Integer> replicas;

  @Option(
      names = "--service",
      paramLabel = "NAME[=N]",
      description = "a deployment of the fleet, and its replicas; repeatable")
  List<String> services = new ArrayList<>();

  @Option(names = "--servers", paramLabel = "K", description = "of the tier (the policies', or 1)")
  Optional<Integer> servers;

  @Option(
      names = "--connect-rate",
      paramLabel = "C",
      description =
          "connections per second that the whole tier can authenticate (of simulate: one server)")
  Optional<Double> connectRate;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "C of one server as it was measured: calibrate's JSON, or the journal of a drill")
  Optional<Path> from;

  @Option(
      names = "--auth",
      paramLabel = "HOW",
      description =
          "none, password, nkey (also credentials files), tls or bcrypt; without C it is what C is"
              + " assumed from")
  Optional<Credential> credential;

  @Option(
      names = "--bcrypt-cost",
      paramLabel = "N",
      description = "4 to 31, each step doubles what a login costs (11)")
  Optional<Integer> bcryptCost;

  @Option(names = "--cores", paramLabel = "N", description = "of each server (2)")
  Optional<Integer> cores;

  @Option(
      names = "--today",
      paramLabel = "NAME|FILE",
      description =
          "how the fleet comes back today: fixed, jitter, full-jitter, decorrelated, spread,"
              + " spread-hash, spread-alone, or a policy file (the policies', else jitter, as in"
              + " jnats)")
  Optional<String> today;

  @Option(names = "--wait", paramLabel = "D", description = "and its wait (2s)")
  Optional<Duration> waitTime;

  @Option(names = "--jitter", paramLabel = "D", description = "and its jitter (500ms)")
  Optional<Duration> jitter;

  @Option(
      names = "--connect-timeout",
      paramLabel = "D",
      description = "of one attempt today (the policies', else 2s, as in jnats and nats.go)")
  Optional<Duration> connectTimeout;

  @Option(names = "--outage", paramLabel = "D", description = "how long the broker is away (1m)")
  Duration outage = OUTAGE;

  @Option(
      names = "--objective",
      paramLabel = "D",
      description = "all are back so long after the broker is (as fast as the broker can take)")
  Optional<Duration> objective;

  PlanOptions options() {
    return new PlanOptions(
        policies,
        services,
        replicas,
        servers,
        connectRate,
        from,
        credential,
        bcryptCost,
        cores,
        connectTimeout,
        today,
        waitTime,
        jitter,
        outage,
        objective);
  }
}
