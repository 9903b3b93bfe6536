package io.breakwater.policy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * All that a service decided about the life of its connection: how it starts, how it comes back,
 * what it holds meanwhile and what its probes say. Immutable. No secret shows in its text.
 *
 * @param service the service's name
 * @param nats where the broker is
 * @param startup how to start
 * @param reconnect how to come back
 * @param fleet what it is a part of
 * @param buffer what to hold during an outage
 * @param outbox how to keep what must arrive
 * @param probes how to answer a kubelet
 * @param origins where its keys were given
 */
public record LifecyclePolicy(
    String service,
    NatsSettings nats,
    StartupSettings startup,
    ReconnectSettings reconnect,
    FleetSettings fleet,
    BufferPolicy buffer,
    OutboxPolicy outbox,
    ProbeSettings probes,
    PolicyOrigins origins) {

  /**
   * Checks that nothing is missing.
   *
   * @throws NullPointerException if an argument is null
   */
  public LifecyclePolicy {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(nats, "nats");
    Objects.requireNonNull(startup, "startup");
    Objects.requireNonNull(reconnect, "reconnect");
    Objects.requireNonNull(fleet, "fleet");
    Objects.requireNonNull(buffer, "buffer");
    Objects.requireNonNull(outbox, "outbox");
    Objects.requireNonNull(probes, "probes");
    Objects.requireNonNull(origins, "origins");
  }

  /** The variable that names the policy file to {@link #fromEnvironment}. */
  public static final String FILE_VARIABLE = "BREAKWATER_POLICY";

  /**
   * Returns the policy of a file, with the variables of this process over it.
   *
   * @throws PolicyException if the file cannot be read or is no policy, or if a variable is wrong
   */
  public static LifecyclePolicy load(Path file) {
    return load(file, System.getenv());
  }

  /**
   * Returns the policy of a file, with the given variables over it.
   *
   * @throws PolicyException if the file cannot be read or is no policy, or if a variable is wrong
   */
  public static LifecyclePolicy load(Path file, Map<String, String> environment) {
    return parse(PolicyFile.read(file), file.toString(), environment);
  }

  /**
   * Returns the policy that the given variables say: of the file that {@link #FILE_VARIABLE} names,
   * with the others over it; without that variable, or where it is blank, of the others alone.
   *
   * @throws PolicyException if the file cannot be read or is no policy, if a variable is wrong, or
   *     if service or servers are missing
   */
  public static LifecyclePolicy fromEnvironment(Map<String, String> environment) {
    String file = environment.getOrDefault(FILE_VARIABLE, "");
    if (!file.isBlank()) {
      return parse(PolicyFile.readNamedBy(FILE_VARIABLE, file), file, environment);
    }
    Mistakes mistakes = new Mistakes();
    return PolicyReader.policy(
        new PolicyValues("environment", PolicyEnvironment.read(environment, mistakes)),
        environment,
        mistakes);
  }

  /**
   * Returns the policy of a text, with the given variables over it.
   *
   * @param yaml the text
   * @param sourceName leads every error, as a file name would
   * @param environment variables, of which those that start with BREAKWATER_ matter, except {@link
   *     #FILE_VARIABLE}, and HOSTNAME
   * @throws PolicyException if the text is no policy, or if a variable is wrong
   */
  public static LifecyclePolicy parse(
      String yaml, String sourceName, Map<String, String> environment) {
    Mistakes mistakes = new Mistakes();
    return PolicyReader.policy(
        new PolicyValues(
            sourceName,
            PolicyEnvironment.over(
                PolicyDocument.parse(yaml, sourceName, mistakes),
                PolicyEnvironment.read(environment, mistakes))),
        environment,
        mistakes);
  }

  /** Returns a builder with all the defaults, for code that has no file. */
  public static LifecyclePolicyBuilder builder() {
    return new LifecyclePolicyBuilder();
  }

  /** Returns a builder that starts from this policy. */
  public LifecyclePolicyBuilder toBuilder() {
    return new LifecyclePolicyBuilder(this);
  }

  /** Returns what the process does while it has never been connected. */
  public StartupPolicy startupPolicy() {
    return switch (startup.policy()) {
      case FAIL_FAST -> new StartupPolicy.FailFast();
      case RETRY_WITHIN_BUDGET -> new StartupPolicy.RetryWithinBudget(startupBudget());
      case RETRY_FOREVER -> new StartupPolicy.RetryForever();
      case WAIT_FOR_ENDPOINT -> new StartupPolicy.WaitForEndpoint(startupBudget());
    };
  }

  /** Returns the startup budget; under fail-fast and retry-forever it limits nothing. */
  public StartupBudget startupBudget() {
    return new StartupBudget(
        nats.connectTimeout(),
        schedule().period(),
        nats.servers().size(),
        startup.passes(),
        startup.margin());
  }

  /** Returns the schedule as far as the policy alone determines it; its id is the nats.name. */
  public AttemptSchedule schedule() {
    return schedule(FleetFacts.UNKNOWN, nats.name());
  }

  /**
   * Returns the schedule of one connection. What is configured goes before what was discovered.
   *
   * @param discovered what the broker said of the fleet
   * @param connectionId unique among the connections of the fleet
   */
  public AttemptSchedule schedule(FleetFacts discovered, String connectionId) {
    return reconnect.schedule(fleet.facts(discovered), connectionId, nats.usesTls());
  }

  /** Returns the probes that follow from this policy. */
  public ProbePlan probePlan() {
    return ProbePlan.of(this);
  }

  /** Returns how long one pass over all servers takes at most, the waits at the gate included. */
  Duration onePass() {
    return new StartupBudget(
            nats.connectTimeout(), schedule().period(), nats.servers().size(), 1, Duration.ZERO)
        .total();
  }
}
