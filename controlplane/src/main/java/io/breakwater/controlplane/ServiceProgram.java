package io.breakwater.controlplane;

import io.breakwater.client.Bus;
import io.breakwater.client.CloseReport;
import io.breakwater.controlplane.store.Provisioning;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.PolicyException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a service: read the policy, open the bus (probes first), see to the streams, work,
 * send heartbeats, stop in order when told to.
 *
 * <p>Arguments that all have: {@code --policy FILE} (or {@code BREAKWATER_POLICY}; without either,
 * the environment must hold the policy), {@code --heartbeat DURATION} (or {@code
 * BREAKWATER_HEARTBEAT_INTERVAL}; 5 s), {@code --replicas N} (or {@code BREAKWATER_REPLICAS}; 1),
 * {@code --metrics HOST:PORT} (or {@code BREAKWATER_METRICS}; without it none are served).
 *
 * <p>Exit codes: 2 if arguments or policy are wrong, 1 if the bus could not start, 143 after
 * SIGTERM, as a shell counts it.
 */
public final class ServiceProgram {
  private static final Logger log = LoggerFactory.getLogger(ServiceProgram.class);

  /** What is held when the process ends may still go out; a kubelet waits for 30 s. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private ServiceProgram() {}

  /** Runs a service until the process is told to stop; does not return before. */
  static void run(ServiceKind service, String[] arguments) {
    ServiceArguments parsed;
    LifecyclePolicy policy;
    ServiceWork work;
    Duration interval;
    int replicas;
    Optional<MetricsServer> metrics;
    try {
      parsed = ServiceArguments.parse(List.of(arguments), System.getenv(), service.options());
      interval = parsed.heartbeat();
      replicas = parsed.replicas();
      work = service.prepare().apply(parsed);
      metrics =
          parsed.text(ServiceArguments.METRICS).map(at -> MetricsServer.at(at, service.name()));
      policy = service.adapted().apply(policy(parsed, System.getenv()));
    } catch (IllegalArgumentException | PolicyException e) {
      System.err.println(service.name() + ": " + e.getMessage());
      System.exit(2);
      return;
    }
    Bus bus = Bus.openOrExit(policy);
    String name = policy.nats().name();
    provision(bus, replicas, name);
    AutoCloseable working = work.begin(bus, name);
    metrics.ifPresent(server -> server.start(bus, name, metricsOf(working)));
    Heartbeats heartbeats = new Heartbeats(bus, service.name(), name, interval);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop(working, heartbeats, bus, name);
                  metrics.ifPresent(MetricsServer::close);
                  log.info("{} - {}: stopped", name, service.name());
                  stopped.countDown();
                },
                "breakwater-" + name + "-shutdown"));
    if (!service.beatsItself()) {
      heartbeats.start();
    }
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A service without metrics of its own has those of its bus. */
  private static ServiceMetrics metricsOf(AutoCloseable working) {
    return working instanceof ServiceMetrics metrics
        ? metrics
        : new ServiceMetrics() {
          @Override
          public void bindTo(MeterRegistry registry) {}

          @Override
          public void close() {}
        };
  }

  private static void provision(Bus bus, int replicas, String name) {
    var unused =
        Provisioning.ensure(bus, replicas)
            .exceptionally(
                failure -> {
                  log.error("{} - streams and buckets: {}", name, failure.getMessage());
                  return null;
                });
  }

  private static void stop(AutoCloseable working, Heartbeats heartbeats, Bus bus, String name) {
    try {
      working.close();
    } catch (Exception e) {
      log.warn("{} - the work did not end in order", name, e);
    }
    heartbeats.close();
    CloseReport left = bus.close(LAST_WORDS);
    if (!left.complete()) {
      log.warn(
          "{} - not delivered: {} messages; kept on disk: {}",
          name,
          left.undelivered().size(),
          left.keptOnDisk());
    }
  }

  static LifecyclePolicy policy(ServiceArguments parsed, Map<String, String> environment) {
    if (parsed.policyFile().isPresent()) {
      return LifecyclePolicy.load(parsed.policyFile().get(), environment);
    }
    try {
      return LifecyclePolicy.fromEnvironment(environment);
    } catch (PolicyException e) {
      throw new PolicyException(
          String.valueOf(e.getMessage()).stripTrailing()
              + System.lineSeparator()
              + "no policy file was named with --policy");
    }
  }
}
