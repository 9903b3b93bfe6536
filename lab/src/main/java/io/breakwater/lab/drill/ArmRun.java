package io.breakwater.lab.drill;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.journal.Arm;
import io.breakwater.journal.EventWriter;
import io.breakwater.journal.RunEvent;
import io.breakwater.journal.SteadyState;
import io.breakwater.lab.measure.ArmFigures;
import io.breakwater.lab.measure.CpuSampler;
import io.breakwater.lab.measure.EventTail;
import io.breakwater.lab.measure.PodRows;
import io.breakwater.lab.measure.Recording;
import io.breakwater.lab.measure.Window;
import io.breakwater.lab.pods.BackOffRule;
import io.breakwater.lab.pods.PodEvent;
import io.breakwater.lab.pods.PodRuntime;
import io.breakwater.lab.pods.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One arm under way: its broker, its pods, and what is known of them. Driven by one thread; what it
 * has found out so far is there after {@link #close()}, however the driving ended.
 */
final class ArmRun implements AutoCloseable {
  /** Two cores start three small JVMs at a time without starving their probes. */
  private static final int PARALLEL_STARTS = 3;

  private static final Duration STARTUP_LIMIT = Duration.ofSeconds(90);
  private static final Duration STILL_CONNECTED = Duration.ofSeconds(5);
  private static final long LOOK_EVERY_MILLIS = 20;

  private final ArmSpec spec;
  private final DrillOptions options;
  private final DrillListener listener;
  private final NatsServer broker;
  private final ServicePods services;
  private final Recording recording = new Recording();
  private final EventTail tail;
  private final CpuSampler cpu;
  private final PodRuntime runtime;

  private @Nullable Instant start;
  private @Nullable Instant brokerDown;
  private @Nullable Instant brokerUp;
  private @Nullable Instant recovered;
  private @Nullable Instant allReady;
  private @Nullable Instant end;
  private SteadyState.@Nullable Check before;
  private SteadyState.@Nullable Check after;
  private List<PodStatus> lastPods = List.of();

  /**
   * Starts the broker and the pods.
   *
   * @param events takes the events of all arms
   * @throws InterruptedException if interrupted; then nothing is left running
   */
  ArmRun(
      ArmSpec spec,
      DrillOptions options,
      ServicePrograms programs,
      DrillListener listener,
      EventWriter events)
      throws InterruptedException {
    this.spec = spec;
    this.options = options;
    this.listener = listener;
    broker = NatsServer.start(config(options));
    services =
        new ServicePods(
            spec, options, programs, broker.url(), options.folder().resolve(spec.name()));
    cpu = new CpuSampler(broker::cpuTime);
    runtime = new PodRuntime(BackOffRule.KUBELET, PARALLEL_STARTS, this::podEvent);
    try {
      var specs = services.specs();
      tail =
          new EventTail(
              services.events(),
              event -> {
                recording.service(event);
                events.append(inArm(event));
              });
      runtime.create(specs);
    } catch (InterruptedException | RuntimeException e) {
      runtime.close();
      cpu.close();
      services.close();
      broker.close();
      throw e;
    }
  }

  private static ServerConfig config(DrillOptions options) {
    return options.brokerPort().isPresent()
        ? ServerConfig.builder().port(options.brokerPort().getAsInt()).build()
        : ServerConfig.builder().build();
  }

  private RunEvent inArm(RunEvent event) {
    return new RunEvent(
        event.at(), spec.name() + "/" + event.source(), event.type(), event.attributes());
  }

  private void podEvent(PodEvent event) {
    recording.pod(event);
    listener.pod(event);
  }

  /** Waits until all pods are ready and all services connected; notes the steady state before. */
  boolean awaitSteadyState() throws InterruptedException {
    listener.phase("starting " + options.replicas() + " pods", STARTUP_LIMIT);
    boolean met = await(STARTUP_LIMIT, () -> ready() && connected());
    before =
        new SteadyState.Check(
            "all " + options.replicas() + " pods ready and connected", met, counts());
    start = Instant.now();
    return met;
  }

  /** Watches for a while. */
  void pause(String text, Duration time) throws InterruptedException {
    listener.phase(text, time);
    Thread.sleep(time.toMillis());
  }

  /** Kills the broker without a goodbye. */
  void killBroker() {
    brokerDown = Instant.now();
    broker.kill();
  }

  /** Deletes all pods and creates them anew, as after a rollout or a node's restart. */
  void restartPods(ServicePrograms programs) {
    for (String deployment : programs.deployments()) {
      // Whether the new pods come up is what the drill watches.
      var unused = runtime.restart(deployment);
    }
  }

  /** Starts the broker on its port again. */
  void restartBroker() {
    broker.restart();
    brokerUp = Instant.now();
  }

  /** Waits until all are back, then watches if they stay; notes the steady state after. */
  void awaitRecovery() throws InterruptedException {
    listener.phase("waiting for all " + options.replicas() + " to be back", options.limit());
    boolean back =
        await(
            options.limit(),
            () -> {
              if (connected() && recovered == null) {
                recovered = Instant.now();
              }
              return connected() && ready();
            });
    if (back) {
      allReady = Instant.now();
    }
    if (recovered == null) {
      recovered = Instant.now();
    }
    boolean stayed = back;
    if (back) {
      pause("watching that they stay", STILL_CONNECTED);
      stayed = connected() && ready();
    }
    after =
        new SteadyState.Check(
            "all "
                + options.replicas()
                + " pods ready and connected again, and still so "
                + STILL_CONNECTED.toSeconds()
                + " s later",
            stayed,
            counts());
  }

  private boolean ready() {
    List<PodStatus> pods = runtime.pods();
    return pods.size() == options.replicas() && pods.stream().allMatch(PodStatus::ready);
  }

  private boolean connected() {
    return recording.connected() == options.replicas();
  }

  private String counts() {
    return "%d of %d ready, %d of %d connected"
        .formatted(
            runtime.pods().stream().filter(PodStatus::ready).count(),
            options.replicas(),
            recording.connected(),
            options.replicas());
  }

  private static boolean await(Duration limit, BooleanSupplier condition)
      throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        return false;
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
    return true;
  }

  /** Ends pods and broker; all their processes are gone when this returns. */
  @Override
  public void close() {
    end = Instant.now();
    lastPods = runtime.pods();
    cpu.close();
    runtime.close();
    tail.close();
    services.close();
    broker.close();
  }

  /** Returns what was found out; figures only if the broker was broken. */
  Arm arm() {
    Map<String, @Nullable Object> policy =
        spec.client() == ArmSpec.Client.JNATS
            ? PolicySummary.ofJnats(options.connectTimeout())
            : PolicySummary.of(services.policy());
    SteadyState steadyState = new SteadyState(before, after);
    if (start == null || brokerDown == null || end == null) {
      return Arm.of(spec.name(), policy, steadyState, null, null);
    }
    Instant up = brokerUp == null ? end : brokerUp;
    Window window = new Window(start, brokerDown, up, recovered == null ? end : recovered, end);
    ArmFigures figures =
        new ArmFigures(
            options.replicas(), window, recording.events(), recording.podEvents(), cpu.samples());
    return new Arm(
        spec.name(),
        policy,
        steadyState,
        figures.result(
            lastPods,
            allReady,
            spec.client() == ArmSpec.Client.JNATS
                ? options.connectTimeout().orElse(PolicySummary.JNATS_CONNECT_TIMEOUT)
                : services.policy().nats().connectTimeout()),
        figures.timeline(),
        PodRows.of(lastPods, recording.podEvents(), window),
        List.of());
  }
}
