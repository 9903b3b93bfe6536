package io.breakwater.client.internal;

import io.breakwater.client.Bus;
import io.breakwater.client.BusClosedException;
import io.breakwater.client.BusException;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.PolicyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the process when its bus cannot start: with 2 if the policy is at fault, else with 1. */
public final class ExitOnFailure {
  private static final Logger log = LoggerFactory.getLogger("io.breakwater.bus");

  private ExitOnFailure() {}

  /** See {@link Bus#openOrExit}. */
  public static Bus open(LifecyclePolicy policy) {
    Bus bus;
    try {
      bus = Bus.open(policy);
    } catch (PolicyException e) {
      log.error("{}", e.getMessage());
      System.exit(2);
      throw e;
    } catch (BusException e) {
      // The bus has logged "failed to connect to NATS" with the reason, unless it never began.
      log.error("{}", e.getMessage());
      System.exit(1);
      throw e;
    }
    bus.started()
        .whenComplete(
            (done, failure) -> {
              if (failure != null && !closedByTheApplication(failure)) {
                exitLater();
              }
            });
    return bus;
  }

  private static boolean closedByTheApplication(Throwable failure) {
    return failure instanceof BusClosedException;
  }

  /** On a thread of its own: the failing bus is still closing itself on the present one. */
  private static void exitLater() {
    new Thread(() -> System.exit(1), "breakwater-exit").start();
  }
}
