package io.breakwater.client.internal;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.client.OutboxDirectoryException;
import io.breakwater.client.ProbePortException;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.PolicyException;
import java.util.function.Supplier;

/** Ends the process when its bus gives up: with 2 if the policy is at fault, else with 1. */
public final class ExitOnFailure {
  private static final int FAILED = 1;
  private static final int BAD_POLICY = 2;

  private ExitOnFailure() {}

  /** See {@link Bus#openOrExit()}. */
  public static Bus load(Supplier<LifecyclePolicy> loaded) {
    LifecyclePolicy policy;
    try {
      policy = loaded.get();
    } catch (PolicyException e) {
      ProcessExit.say(String.valueOf(e.getMessage()));
      new ProcessExit().now(BAD_POLICY);
      throw e;
    }
    return open(policy);
  }

  /** See {@link Bus#openOrExit(LifecyclePolicy)}. */
  public static Bus open(LifecyclePolicy policy) {
    String name = policy.nats().name();
    DefaultBus bus;
    try {
      bus = DefaultBus.open(policy, event -> {});
    } catch (PolicyException e) {
      ProcessExit.say(name + " - " + e.getMessage());
      new ProcessExit().now(BAD_POLICY);
      throw e;
    } catch (ProbePortException | OutboxDirectoryException e) {
      ProcessExit.say(name + " - " + e.getMessage());
      new ProcessExit().now(FAILED);
      throw e;
    } catch (BusException e) {
      sayGivenUp(name, e);
      new ProcessExit().now(FAILED);
      throw e;
    }
    bus.ended()
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                sayGivenUp(name, failure);
                new ProcessExit().begin(FAILED);
              }
            });
    return bus;
  }

  /** The bus has logged it itself. */
  private static void sayGivenUp(String name, Throwable failure) {
    Throwable cause = StageFailure.cause(failure);
    ProcessExit.sayUnlogged(name + " - failed to connect to NATS: " + cause.getMessage());
  }
}
