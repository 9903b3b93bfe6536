package io.breakwater.client.internal;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.client.OutboxDirectoryException;
import io.breakwater.client.ProbePortException;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.PolicyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the process when its bus gives up: with 2 if the policy is at fault, else with 1. */
public final class ExitOnFailure {
  private static final Logger log = LoggerFactory.getLogger("io.breakwater.bus");

  private static final int FAILED = 1;
  private static final int BAD_POLICY = 2;

  private ExitOnFailure() {}

  /** See {@link Bus#openOrExit}. */
  public static Bus open(LifecyclePolicy policy) {
    DefaultBus bus;
    try {
      bus = DefaultBus.open(policy, event -> {});
    } catch (PolicyException e) {
      log.error("{} - {}", policy.nats().name(), e.getMessage());
      System.exit(BAD_POLICY);
      throw e;
    } catch (BusException e) {
      if (e instanceof ProbePortException || e instanceof OutboxDirectoryException) {
        log.error("{} - {}", policy.nats().name(), e.getMessage());
      }
      // All else the bus has logged itself, as "failed to connect to NATS".
      System.exit(FAILED);
      throw e;
    }
    bus.ended()
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                exitLater();
              }
            });
    return bus;
  }

  /** On a thread of its own, for shutdown hooks may wait for the one that ends the bus. */
  private static void exitLater() {
    new Thread(() -> System.exit(FAILED), "breakwater-exit").start();
  }
}
