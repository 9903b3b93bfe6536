package io.breakwater.lab.stack;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A broker and services on it, kept running until {@link #close()}: pods as a kubelet keeps them,
 * the broker by {@link #reviveBroker()}. For one thread.
 */
public final class ServiceStack implements AutoCloseable {
  private static final int PARALLEL_STARTS = 2;

  private final NatsServer broker;
  private final PodRuntime pods;
  private final List<Integer> ports = new ArrayList<>();

  private ServiceStack(NatsServer broker, PodListener listener) {
    this.broker = broker;
    pods = new PodRuntime(BackOffRule.KUBELET, PARALLEL_STARTS, listener);
  }

  /**
   * Starts services; returns at once.
   *
   * @param broker where they connect to; closed with the stack
   * @param logs the folder for their logs, which is made
   * @throws UncheckedIOException if the folder cannot be made
   */
  public static ServiceStack start(
      NatsServer broker, List<StackMember> members, Path logs, PodListener listener) {
    try {
      Files.createDirectories(logs);
    } catch (IOException e) {
      throw new UncheckedIOException(logs + ": cannot be made: " + e.getMessage(), e);
    }
    ServiceStack stack = new ServiceStack(broker, listener);
    List<PodSpec> specs = new ArrayList<>();
    for (StackMember member : members) {
      for (int i = 1; i <= member.replicas(); i++) {
        specs.add(stack.spec(member, member.deployment() + "-" + i, logs));
      }
    }
    stack.pods.create(specs);
    return stack;
  }

  private PodSpec spec(StackMember member, String name, Path logs) {
    int port = FreePorts.take();
    ports.add(port);
    Map<String, String> environment = new HashMap<>(DecidedVariables.of(broker.url(), name, port));
    environment.put("BREAKWATER_SERVICE", member.deployment());
    environment.putAll(member.environment());
    ProbePlan plan = LifecyclePolicy.fromEnvironment(environment).probePlan();
    JvmCommand small = JvmCommand.of(member.mainClass(), member.arguments().toArray(String[]::new));
    JvmCommand command =
        new JvmCommand(
            small.classPath(),
            small.mainClass(),
            small.arguments(),
            member.heapMiB(),
            null,
            List.of());
    return PodSpec.of(name, member.deployment(), command.toList())
        .withEnvironment(environment)
        .withProbes(
            new PodProbes(
                DecidedVariables.LOOPBACK, port, plan.startup(), plan.readiness(), plan.liveness()))
        .withLogFile(logs.resolve(name + ".log"));
  }

  /** Returns the pods as they are. */
  public List<PodStatus> pods() {
    return pods.pods();
  }

  /** Returns if all pods are ready. */
  public boolean ready() {
    return pods().stream().allMatch(PodStatus::ready);
  }

  /** Returns the broker. */
  public NatsServer broker() {
    return broker;
  }

  /**
   * Starts the broker again, with its data, if it has ended.
   *
   * @throws BrokerException if it does not start
   */
  public void reviveBroker() {
    if (!broker.isAlive()) {
      broker.restart();
    }
  }

  /** Ends the services in order, then the broker. */
  @Override
  public void close() {
    pods.close();
    broker.close();
    ports.forEach(FreePorts::giveBack);
  }
}
