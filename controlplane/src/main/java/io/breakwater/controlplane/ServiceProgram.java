package io.breakwater.controlplane;

import io.breakwater.client.Bus;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.PolicyException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a service: read the policy, open the bus (probes first), send heartbeats, stop in
 * order when told to.
 *
 * <p>Arguments: {@code --policy FILE} (or {@code BREAKWATER_POLICY}; without either, the
 * environment must hold the policy) and {@code --heartbeat DURATION} (or {@code
 * BREAKWATER_HEARTBEAT_INTERVAL}; 5 s).
 *
 * <p>Exit codes: 2 if arguments or policy are wrong, 1 if the bus could not start, 143 after
 * SIGTERM, as a shell counts it.
 */
public final class ServiceProgram {
  private static final Logger log = LoggerFactory.getLogger(ServiceProgram.class);

  private ServiceProgram() {}

  /** Runs a service until the process is told to stop; does not return before. */
  static void run(String service, String[] arguments) {
    run(service, arguments, (bus, policy) -> () -> {});
  }

  /** Runs a service with its work until the process is told to stop; does not return before. */
  static void run(String service, String[] arguments, ServiceWork work) {
    ServiceArguments parsed;
    LifecyclePolicy policy;
    try {
      parsed = ServiceArguments.parse(List.of(arguments), System.getenv());
      policy = policy(parsed, System.getenv());
    } catch (IllegalArgumentException | PolicyException e) {
      System.err.println(service + ": " + e.getMessage());
      System.exit(2);
      return;
    }
    Bus bus = Bus.openOrExit(policy);
    ServiceWork.Running running;
    try {
      running = work.start(bus, policy);
    } catch (IllegalArgumentException e) {
      System.err.println(service + ": " + e.getMessage());
      bus.close();
      System.exit(1);
      return;
    }
    Heartbeats heartbeats = new Heartbeats(bus, service, policy.nats().name(), parsed.heartbeat());
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  heartbeats.close();
                  running.stop();
                  bus.close();
                  log.info("{} - {}: stopped", policy.nats().name(), service);
                  stopped.countDown();
                },
                "breakwater-" + policy.nats().name() + "-shutdown"));
    heartbeats.start();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static LifecyclePolicy policy(ServiceArguments parsed, Map<String, String> environment) {
    if (parsed.policyFile().isPresent()) {
      return LifecyclePolicy.load(parsed.policyFile().get(), environment);
    }
    try {
      return LifecyclePolicy.fromEnvironment(environment);
    } catch (PolicyException e) {
      throw new PolicyException(e.getMessage() + "; no policy file was named with --policy");
    }
  }
}
