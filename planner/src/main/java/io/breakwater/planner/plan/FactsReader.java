package io.breakwater.planner.plan;

import io.breakwater.planner.facts.Credential;
import io.breakwater.planner.facts.Figure;
import io.breakwater.planner.facts.Measurement;
import io.breakwater.planner.facts.Shown;
import io.breakwater.policy.Authentication;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.NatsSettings;
import io.breakwater.simulator.RateSpread;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Brings options, policies and measurements together; what is missing is assumed and says so, what
 * contradicts itself is refused.
 */
public final class FactsReader {
  private static final int ASSUMED_CORES = 2;
  private static final int MOST_CORES = 1024;
  private static final int MOST_CONNECTIONS = 10_000_000;
  private static final int MOST_SERVERS = 1_000;
  private static final double MOST_PER_SECOND = 1e9;
  private static final Duration LONGEST = Duration.ofDays(7);

  /** No other credential costs a broker so much; TLS takes 3 ms, bcrypt 130 ms. */
  private static final double ONLY_A_HASH_SECONDS = 0.02;

  private final PlanOptions options;
  private final Map<Path, LifecyclePolicy> policies = new LinkedHashMap<>();

  private FactsReader(PlanOptions options) {
    this.options = options;
  }

  /**
   * Returns the facts.
   *
   * @throws IllegalArgumentException if a fact is out of its range, missing or contradicts another;
   *     the message is one line
   * @throws io.breakwater.policy.PolicyException if a policy file is wrong
   */
  public static PlanFacts read(PlanOptions options) {
    return new FactsReader(options).read();
  }

  private PlanFacts read() {
    ranges();
    options.policies().forEach(file -> policies.put(file, LifecyclePolicy.load(file, Map.of())));
    Figure connections = connections();
    Figure servers = servers();
    Optional<Measurement> measured = options.from().map(Measurement::read);
    int cores =
        options
            .cores()
            .orElse(measured.map(it -> it.cores().orElse(ASSUMED_CORES)).orElse(ASSUMED_CORES));
    double share = share();
    Optional<Credential> stated = credential(measured);
    Figure rate = connectRate(servers, cores, stated, share, measured);
    double implied = servers.value() * cores * share / rate.value();
    boolean hashed = stated.isEmpty() && implied >= ONLY_A_HASH_SECONDS;
    Optional<Credential> credential = hashed ? Optional.of(Credential.BCRYPT) : stated;
    Figure handshake = handshake(credential, implied, hashed);
    boolean tls = PlanFacts.usesTls(credential);
    Today today = new TodayReader(options, policies, tls).today((int) connections.value());
    return new PlanFacts(
        connections,
        servers,
        cores,
        rate,
        measured.map(Measurement::spread).orElse(RateSpread.NONE),
        credential,
        handshake,
        share,
        today,
        options.outage(),
        options.objective(),
        new DeploymentsReader(options, policies, tls)
            .deployments(connections, (int) servers.value(), rate.value() / share));
  }

  private void ranges() {
    range("--replicas", options.replicas(), MOST_CONNECTIONS);
    range("--servers", options.servers(), MOST_SERVERS);
    range("--cores", options.cores(), MOST_CORES);
    options
        .bcryptCost()
        .ifPresent(
            cost -> {
              if (cost < 4 || cost > 31) {
                throw new IllegalArgumentException("--bcrypt-cost: expected 4 to 31, got " + cost);
              }
              if (options.credential().filter(it -> it != Credential.BCRYPT).isPresent()) {
                throw new IllegalArgumentException(
                    "--bcrypt-cost: expected only with --auth bcrypt");
              }
            });
    options.services().forEach(DeploymentsReader::name);
    if (options.from().isPresent() && options.connectRate().isPresent()) {
      throw new IllegalArgumentException(
          "--connect-rate and --from both say C, expected one of them");
    }
    longest("--outage", Optional.of(options.outage()));
    longest("--objective", options.objective());
    longest("--connect-timeout", options.connectTimeout());
  }

  private static void range(String option, Optional<Integer> value, int most) {
    value.ifPresent(
        it -> {
          if (it < 1 || it > most) {
            throw new IllegalArgumentException(
                "%s: expected 1 to %,d, got %d".formatted(option, most, it));
          }
        });
  }

  private static void longest(String option, Optional<Duration> value) {
    value.ifPresent(
        it -> {
          if (it.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                "%s: expected at most 168h, got %dh".formatted(option, it.toHours()));
          }
        });
  }

  private Figure servers() {
    Agreed<Integer> agreed = new Agreed<>("servers");
    options.servers().ifPresent(it -> agreed.add(it, "--servers"));
    policies.forEach((file, policy) -> agreed.add(policy.nats().servers().size(), file.toString()));
    return agreed
        .value()
        .map(it -> Figure.given(it, agreed.source()))
        .orElseGet(() -> new Figure(1, "assumed: one server", true));
  }

  private Figure connections() {
    Agreed<Integer> agreed = new Agreed<>("N, the connections of the fleet");
    options.replicas().ifPresent(it -> agreed.add(it, "--replicas"));
    policies.forEach(
        (file, policy) ->
            policy
                .fleet()
                .connections()
                .ifPresent(it -> agreed.add(it, file + ": fleet.connections")));
    int sum = 0;
    boolean all = !options.services().isEmpty();
    for (String service : options.services()) {
      all &= DeploymentsReader.replicas(service).isPresent();
      sum = Math.addExact(sum, DeploymentsReader.replicas(service).orElse(0));
    }
    if (all) {
      agreed.add(sum, "the sum of --service");
    }
    if (!all && agreed.value().isPresent() && sum > agreed.value().get()) {
      throw new IllegalArgumentException(
          "--service: %d replicas in sum, more than the %d of %s"
              .formatted(sum, agreed.value().get(), agreed.source()));
    }
    return agreed
        .value()
        .map(it -> Figure.given(it, agreed.source()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "N is missing: expected --replicas, --service NAME=REPLICAS or a policy with"
                        + " fleet.connections"));
  }

  private double share() {
    Agreed<Double> agreed = new Agreed<>("fleet.share");
    policies.forEach((file, policy) -> agreed.add(policy.fleet().share(), file.toString()));
    return agreed.value().orElse(1.0);
  }

  /** What a policy proves itself with; it does not say how the broker keeps a password. */
  private Optional<Credential> credential(Optional<Measurement> from) {
    Agreed<Credential> agreed = new Agreed<>("the credential");
    options.credential().ifPresent(it -> agreed.add(it, "--auth"));
    options.bcryptCost().ifPresent(it -> agreed.add(Credential.BCRYPT, "--bcrypt-cost"));
    from.ifPresent(
        measured ->
            measured.credential().ifPresent(it -> agreed.add(it, measured.file().toString())));
    return agreed.value().or(this::credentialOfPolicies);
  }

  private Optional<Credential> credentialOfPolicies() {
    return policies.values().stream()
        .flatMap(policy -> credential(policy.nats()).stream())
        .max(Comparator.comparing(Credential::handshake));
  }

  private static Optional<Credential> credential(NatsSettings nats) {
    if (nats.usesTls()) {
      return Optional.of(Credential.TLS);
    }
    return nats.authentication() instanceof Authentication.CredentialsFile
            || nats.authentication() instanceof Authentication.NkeyFile
        ? Optional.of(Credential.NKEY)
        : Optional.empty();
  }

  private Figure handshake(Optional<Credential> credential, double implied, boolean hashed) {
    if (options.bcryptCost().isPresent()) {
      return Figure.given(Credential.bcryptSeconds(options.bcryptCost().get()), "--bcrypt-cost");
    }
    if (credential.isEmpty()) {
      return new Figure(implied, "assumed: the processors over C", true);
    }
    double seconds = credential.get().handshake().toNanos() / 1e9;
    return hashed
        ? new Figure(
            seconds, "assumed: C is so small as only hashed passwords make it, of cost 11", true)
        : new Figure(seconds, "measured for " + credential.get().text(), false);
  }

  private Figure connectRate(
      Figure servers,
      int cores,
      Optional<Credential> credential,
      double share,
      Optional<Measurement> from) {
    Agreed<Double> agreed = new Agreed<>("C, the connect rate");
    options.connectRate().ifPresent(it -> agreed.add(positive(it), "--connect-rate"));
    from.ifPresent(
        file -> {
          Figure measured = file.figure();
          agreed.add(
              measured.value() * servers.value(),
              servers.value() == 1
                  ? measured.source()
                  : "%s, %s/s of one server x %s servers"
                      .formatted(
                          measured.source(),
                          Shown.number(measured.value()),
                          Shown.number(servers.value())));
        });
    if (from.isEmpty()) {
      policies.forEach(
          (file, policy) ->
              policy
                  .fleet()
                  .connectRate()
                  .ifPresent(it -> agreed.add(it, file + ": fleet.connectRate")));
    }
    if (agreed.value().isPresent()) {
      return Figure.given(agreed.value().get() * share, agreed.source());
    }
    if (credential.isEmpty()) {
      throw new IllegalArgumentException(
          "C is missing: expected --connect-rate, --from a measurement, --auth, or a policy with"
              + " fleet.connectRate");
    }
    double handshake =
        options
            .bcryptCost()
            .map(Credential::bcryptSeconds)
            .orElse(credential.get().handshake().toNanos() / 1e9);
    return new Figure(
        servers.value() * cores / handshake * share,
        "assumed: %s server%s x %d processors / %s ms for each %s handshake"
            .formatted(
                Shown.number(servers.value()),
                servers.value() == 1 ? "" : "s",
                cores,
                Shown.number(handshake * 1e3),
                credential.get().text()),
        true);
  }

  private static double positive(double rate) {
    if (!(rate > 0 && rate <= MOST_PER_SECOND)) {
      throw new IllegalArgumentException(
          "--connect-rate: expected a number over 0, at most 1e9, got " + rate);
    }
    return rate;
  }
}
