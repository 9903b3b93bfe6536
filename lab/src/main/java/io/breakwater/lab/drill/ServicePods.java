package io.breakwater.lab.drill;

import io.breakwater.broker.FreePorts;
import io.breakwater.lab.plain.PlainService;
import io.breakwater.lab.pods.JvmCommand;
import io.breakwater.lab.pods.PodProbes;
import io.breakwater.lab.pods.PodSpec;
import io.breakwater.lab.pods.SharedArchive;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ProbePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pods of one arm: which programs, with which environment and which probes. */
final class ServicePods implements AutoCloseable {
  private static final Duration TRAINING = Duration.ofSeconds(4);

  private final ArmSpec arm;
  private final DrillOptions options;
  private final ServicePrograms programs;
  private final String brokerUrl;
  private final Path folder;
  private final PodLogs logs;
  private final List<Integer> ports = new ArrayList<>();

  /**
   * Prepares the pods of an arm.
   *
   * @param folder where their events and logs go
   */
  ServicePods(
      ArmSpec arm, DrillOptions options, ServicePrograms programs, String brokerUrl, Path folder) {
    this.arm = arm;
    this.options = options;
    this.programs = programs;
    this.brokerUrl = brokerUrl;
    this.folder = folder;
    logs = new PodLogs(folder.resolve("logs"));
  }

  PodLogs logs() {
    return logs;
  }

  /** Returns the folder of the event files. */
  Path events() {
    return folder.resolve("events");
  }

  /**
   * Returns the pods, dealt out to the deployments in turn.
   *
   * @throws InterruptedException if interrupted while a class-data archive is made
   */
  List<PodSpec> specs() throws InterruptedException {
    try {
      Files.createDirectories(events());
      Files.createDirectories(folder.resolve("logs"));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be written: " + e.getMessage(), e);
    }
    Optional<Path> archive = archive();
    List<String> deployments = programs.deployments();
    List<PodSpec> specs = new ArrayList<>();
    for (int i = 0; i < options.replicas(); i++) {
      String deployment = deployments.get(i % deployments.size());
      String name = deployment + "-" + (i / deployments.size() + 1);
      JvmCommand command = JvmCommand.of(mainClass(deployment));
      specs.add(
          spec(name, deployment, archive.map(command::withSharedArchive).orElse(command).toList()));
    }
    return specs;
  }

  private PodSpec spec(String name, String deployment, List<String> command) {
    int port = FreePorts.take();
    ports.add(port);
    Map<String, String> environment = arm.environment(decided(name, port));
    environment.put("BREAKWATER_EVENT_LOG", events().resolve(name + ".jsonl").toString());
    environment.put(
        "BREAKWATER_HEARTBEAT_INTERVAL", DurationText.format(options.publishInterval()));
    ProbePlan plan = probedAs(name, port).probePlan();
    return PodSpec.of(name, deployment, command)
        .withEnvironment(environment)
        .withProbes(
            new PodProbes(
                DecidedVariables.LOOPBACK, port, plan.startup(), plan.readiness(), plan.liveness()))
        .withLogFile(logs.file(name));
  }

  /** Returns the policy that the pods of this arm run under. */
  LifecyclePolicy policy() {
    return probedAs("drill", 1);
  }

  /** Returns what the journal says of it. */
  Map<String, @Nullable Object> policySummary() {
    return arm.client() == ArmSpec.Client.JNATS
        ? PolicySummary.ofJnats(connectTimeout())
        : PolicySummary.of(policy());
  }

  /** Returns how long an attempt of this arm's client may take. */
  Duration connectTimeout() {
    return policy().nats().connectTimeout();
  }

  /** A plain service has the probes of the fail-fast shape that it is. */
  private LifecyclePolicy probedAs(String name, int port) {
    Map<String, String> decided = decided(name, port);
    if (arm.client() == ArmSpec.Client.JNATS) {
      decided.put("BREAKWATER_STARTUP_POLICY", "fail-fast");
    }
    return arm.policy(decided);
  }

  private Map<String, String> decided(String name, int port) {
    Map<String, String> decided = DecidedVariables.of(brokerUrl, name, port);
    options
        .connectTimeout()
        .or(
            () ->
                arm.client() == ArmSpec.Client.JNATS
                    ? Optional.of(PolicySummary.JNATS_CONNECT_TIMEOUT)
                    : Optional.empty())
        .ifPresent(
            timeout ->
                decided.put("BREAKWATER_NATS_CONNECT_TIMEOUT", DurationText.format(timeout)));
    return decided;
  }

  private String mainClass(String deployment) {
    return arm.client() == ArmSpec.Client.JNATS
        ? PlainService.class.getName()
        : programs.mainClass(deployment);
  }

  /** Made once for each build, by a service that runs for some seconds on the arm's broker. */
  private Optional<Path> archive() throws InterruptedException {
    String home = System.getProperty("breakwater.home");
    if (home == null) {
      return Optional.empty();
    }
    Path policy = folder.resolve("training.yaml");
    try {
      Files.writeString(
          policy,
          """
          service: training
          nats: { servers: [%s], name: training }
          probes: { address: %s, port: 0 }
          """
              .formatted(brokerUrl, DecidedVariables.LOOPBACK));
    } catch (IOException e) {
      throw new UncheckedIOException(policy + ": cannot be written: " + e.getMessage(), e);
    }
    String service = programs.mainClass(programs.deployments().get(0));
    return SharedArchive.prepare(
        Path.of(home, ".breakwater", "class-data"),
        JvmCommand.of(service, "--policy", policy.toString()),
        TRAINING);
  }

  @Override
  public void close() {
    ports.forEach(FreePorts::giveBack);
  }
}
