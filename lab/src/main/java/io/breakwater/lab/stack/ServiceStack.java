package io.breakwater.lab.stack;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.NatsServer;
import io.breakwater.lab.pods.BackOffRule;
import io.breakwater.lab.pods.PodListener;
import io.breakwater.lab.pods.PodStatus;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A broker and services on it, kept running until {@link #close()}: pods as a kubelet keeps them,
 * the broker by {@link #reviveBroker()}. For one thread.
 */
public final class ServiceStack implements AutoCloseable {
  private final NatsServer broker;
  private final StackPods pods;

  private ServiceStack(NatsServer broker, StackPods pods) {
    this.broker = broker;
    this.pods = pods;
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
    return new ServiceStack(
        broker, StackPods.start(broker.url(), members, logs, BackOffRule.KUBELET, listener));
  }

  /** Returns the pods as they are. */
  public List<PodStatus> pods() {
    return pods.pods();
  }

  /** Returns if all pods are ready. */
  public boolean ready() {
    return pods.ready();
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
  }
}
