package io.breakwater.lab.stack;

import io.breakwater.broker.FreePorts;
import io.breakwater.lab.drill.DecidedVariables;
import io.breakwater.lab.pods.BackOffRule;
import io.breakwater.lab.pods.JvmCommand;
import io.breakwater.lab.pods.PodListener;
import io.breakwater.lab.pods.PodProbes;
import io.breakwater.lab.pods.PodRuntime;
import io.breakwater.lab.pods.PodSpec;
import io.breakwater.lab.pods.PodStatus;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ProbePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Services as pods, with the probes that their own policies plan, kept running until {@link
 * #close()} as a kubelet keeps them. Thread-safe.
 */
public final class StackPods implements AutoCloseable {
  private static final int PARALLEL_STARTS = 2;

  private final String brokerUrls;
  private final PodRuntime runtime;
  private final List<String> deployments;
  private final List<Integer> ports = new ArrayList<>();
  private Duration schedulePeriod = Duration.ZERO;

  private StackPods(
      String brokerUrls, List<StackMember> members, BackOffRule backOff, PodListener listener) {
    this.brokerUrls = brokerUrls;
    deployments = members.stream().map(StackMember::deployment).toList();
    runtime = new PodRuntime(backOff, PARALLEL_STARTS, listener);
  }

  /**
   * Starts services; returns at once.
   *
   * @param brokerUrls where they connect to, with commas between the addresses
   * @param logs the folder for their logs, which is made
   * @param backOff how long one that ended by itself, or was killed, waits for its restart
   * @throws UncheckedIOException if the folder cannot be made
   */
  public static StackPods start(
      String brokerUrls,
      List<StackMember> members,
      Path logs,
      BackOffRule backOff,
      PodListener listener) {
    try {
      Files.createDirectories(logs);
    } catch (IOException e) {
      throw new UncheckedIOException(logs + ": cannot be made: " + e.getMessage(), e);
    }
    StackPods pods = new StackPods(brokerUrls, members, backOff, listener);
    List<PodSpec> specs = new ArrayList<>();
    for (StackMember member : members) {
      for (int i = 1; i <= member.replicas(); i++) {
        specs.add(pods.spec(member, member.deployment() + "-" + i, logs));
      }
    }
    pods.runtime.create(specs);
    return pods;
  }

  private PodSpec spec(StackMember member, String name, Path logs) {
    int port = FreePorts.take();
    ports.add(port);
    Map<String, String> environment = new HashMap<>(DecidedVariables.of(brokerUrls, name, port));
    environment.put("BREAKWATER_SERVICE", member.deployment());
    environment.putAll(member.environment());
    LifecyclePolicy policy = LifecyclePolicy.fromEnvironment(environment);
    ProbePlan plan = policy.probePlan();
    Duration period = policy.schedule().period();
    schedulePeriod = period.compareTo(schedulePeriod) > 0 ? period : schedulePeriod;
    JvmCommand small = JvmCommand.of(member.mainClass(), member.arguments().toArray(String[]::new));
    JvmCommand command =
        new JvmCommand(
            small.classPath(),
            small.mainClass(),
            small.arguments(),
            member.heapMiB(),
            null,
            // Half alive, with a thread that died of it, is worse than started again.
            List.of("-XX:+ExitOnOutOfMemoryError"));
    return PodSpec.of(name, member.deployment(), command.toList())
        .withEnvironment(environment)
        .withProbes(
            new PodProbes(
                DecidedVariables.LOOPBACK, port, plan.startup(), plan.readiness(), plan.liveness()))
        .withLogFile(logs.resolve(name + ".log"));
  }

  /**
   * Returns the longest schedule period that a policy of theirs says, as far as it alone determines
   * that: within it each has its turn to connect.
   */
  public Duration schedulePeriod() {
    return schedulePeriod;
  }

  /** Returns the pods as they are. */
  public List<PodStatus> pods() {
    return runtime.pods();
  }

  /** Returns if all pods are ready. */
  public boolean ready() {
    return pods().stream().allMatch(PodStatus::ready);
  }

  /**
   * Deletes all pods and creates each anew, with no restarts.
   *
   * @return completes when all new ones were created
   */
  public CompletableFuture<Void> restartAll() {
    return CompletableFuture.allOf(
        deployments.stream().map(runtime::restart).toArray(CompletableFuture<?>[]::new));
  }

  /** Ends the services in order. */
  @Override
  public void close() {
    runtime.close();
    ports.forEach(FreePorts::giveBack);
  }
}
