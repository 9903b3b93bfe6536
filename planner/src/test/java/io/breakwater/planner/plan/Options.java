package io.breakwater.planner.plan;

import io.breakwater.planner.facts.Credential;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person says, built up in a test. */
final class Options {
  private final List<Path> policies = new ArrayList<>();
  private final List<String> services = new ArrayList<>();
  private Optional<Integer> replicas = Optional.empty();
  private Optional<Integer> servers = Optional.empty();
  private Optional<Double> connectRate = Optional.empty();
  private Optional<Path> from = Optional.empty();
  private Optional<Credential> credential = Optional.empty();
  private Optional<Integer> bcryptCost = Optional.empty();
  private Optional<Duration> connectTimeout = Optional.empty();
  private Optional<String> today = Optional.empty();
  private Duration outage = Duration.ofMinutes(1);
  private Optional<Duration> objective = Optional.empty();

  static Options of(int replicas, double connectRate) {
    Options options = new Options();
    options.replicas = Optional.of(replicas);
    options.connectRate = Optional.of(connectRate);
    return options;
  }

  Options policy(Path file) {
    policies.add(file);
    return this;
  }

  Options service(String text) {
    services.add(text);
    return this;
  }

  Options servers(int count) {
    servers = Optional.of(count);
    return this;
  }

  Options from(Path file) {
    from = Optional.of(file);
    return this;
  }

  Options noRate() {
    connectRate = Optional.empty();
    return this;
  }

  Options noReplicas() {
    replicas = Optional.empty();
    return this;
  }

  Options credential(Credential what) {
    credential = Optional.of(what);
    return this;
  }

  Options bcryptCost(int cost) {
    bcryptCost = Optional.of(cost);
    return this;
  }

  Options connectTimeout(Duration timeout) {
    connectTimeout = Optional.of(timeout);
    return this;
  }

  Options today(String arm) {
    today = Optional.of(arm);
    return this;
  }

  Options outage(Duration duration) {
    outage = duration;
    return this;
  }

  Options objective(Duration duration) {
    objective = Optional.of(duration);
    return this;
  }

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
        Optional.empty(),
        connectTimeout,
        today,
        Optional.empty(),
        Optional.empty(),
        outage,
        objective);
  }

  PlanFacts facts() {
    return FactsReader.read(options());
  }

  Plan plan() {
    try {
      return Planner.plan(facts());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
