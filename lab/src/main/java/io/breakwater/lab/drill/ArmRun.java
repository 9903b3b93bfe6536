package io.breakwater.lab.drill;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.journal.Arm;
import io.breakwater.journal.EventWriter;
import io.breakwater.journal.PodRow;
import io.breakwater.journal.RunEvent;
import io.breakwater.journal.SteadyState;
import io.breakwater.lab.measure.ArmFigures;
import io.breakwater.lab.measure.Await;
import io.breakwater.lab.measure.CpuSampler;
import io.breakwater.lab.measure.EventTail;
import io.breakwater.lab.measure.PodRows;
import io.breakwater.lab.measure.Recording;
import io.breakwater.lab.measure.Window;
import io.breakwater.lab.pods.BackOffRule;
import io.breakwater.lab.pods.PodEvent;
import io.breakwater.lab.pods.PodRuntime;
import io.breakwater.lab.pods.PodSpec;
import io.breakwater.lab.pods.PodState;
import io.breakwater.lab.pods.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One arm under way: its broker, its pods, and what is known of them. Driven by one thread; what it
 * has found out so far is there after {@link #close()}, however the driving ended.
 */
final class ArmRun implements AutoCloseable {
  /** Two cores start three small JVMs at a time without starving their probes. */
  private static final int PARALLEL_STARTS = 3;

  /** The exit code of a program that was used or configured wrongly. */
  private static final Integer WRONG_CONFIGURATION = 2;

  private static final Duration STARTUP_LIMIT = Duration.ofSeconds(90);

  /**
   * What an arm waits for that is no fault.
   *
   * @param stillConnected how long all have to stay, once they are back
   * @param backOff of the pods that crash
   */
  record Pace(Duration stillConnected, BackOffRule backOff) {
    static final Pace USUAL = new Pace(Duration.ofSeconds(5), BackOffRule.KUBELET);
  }

  private final ArmSpec spec;
  private final DrillOptions options;
  private final Pace pace;
  private final DrillListener listener;
  private final NatsServer broker;
  private final ServicePods services;
  private final Recording recording = new Recording();
  private final EventTail tail;
  private final CpuSampler cpu;
  private final PodRuntime runtime;
  private final List<String> notes = new ArrayList<>();

  private CompletableFuture<Void> restarted = CompletableFuture.completedFuture(null);
  private @Nullable Instant start;
  private @Nullable Instant brokerDown;
  private @Nullable Instant brokerUp;
  private @Nullable Instant recovered;
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
      Pace pace,
      ServicePrograms programs,
      DrillListener listener,
      EventWriter events)
      throws InterruptedException {
    this.spec = spec;
    this.options = options;
    this.pace = pace;
    this.listener = listener;
    if (Thread.interrupted()) {
      throw new InterruptedException("before the broker was started");
    }
    broker = NatsServer.start(config(options));
    services =
        new ServicePods(
            spec, options, programs, broker.url(), options.folder().resolve(spec.name()));
    List<PodSpec> pods;
    try {
      pods = services.specs();
    } catch (InterruptedException | RuntimeException e) {
      services.close();
      broker.close();
      throw e;
    }
    tail =
        new EventTail(
            services.events(),
            event -> {
              recording.service(event);
              events.append(inArm(event));
            });
    cpu = new CpuSampler(broker::cpuTime);
    runtime = new PodRuntime(pace.backOff(), PARALLEL_STARTS, this::podEvent);
    runtime.create(pods);
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

  /**
   * Waits until all pods are ready and all services connected; notes the steady state before. Does
   * not wait for a service that says that it was set up wrongly: the broker is there, and a restart
   * mends no configuration.
   */
  boolean awaitSteadyState() throws InterruptedException {
    listener.phase("starting " + options.replicas() + " pods", STARTUP_LIMIT);
    Await.within(STARTUP_LIMIT, () -> steady() || misconfigured());
    boolean met = steady();
    before = check("all " + options.replicas() + " pods ready and connected", met);
    start = Instant.now();
    return met;
  }

  private boolean steady() {
    return ready() && recording.connected() == options.replicas();
  }

  private boolean misconfigured() {
    return runtime.pods().stream()
        .anyMatch(
            pod ->
                pod.state() == PodState.CRASH_LOOP_BACK_OFF
                    && Objects.equals(pod.lastExitCode(), WRONG_CONFIGURATION));
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
    restarted =
        CompletableFuture.allOf(
            programs.deployments().stream()
                .map(runtime::restart)
                .toArray(CompletableFuture<?>[]::new));
  }

  /** Starts the broker on its port again. */
  void restartBroker() {
    if (!restarted.isDone()) {
      notes.add("Some of the old pods had not ended yet when the broker was started again.");
    }
    broker.restart();
    brokerUp = Instant.now();
  }

  /** Waits until all are back, then watches if they stay; notes the steady state after. */
  void awaitRecovery() throws InterruptedException {
    listener.phase("waiting for all " + options.replicas() + " to be back", options.limit());
    Instant down = Objects.requireNonNull(brokerDown);
    Instant up = Objects.requireNonNull(brokerUp);
    boolean back = Await.within(options.limit(), () -> ready() && connectedSince(down).isPresent());
    // A connection may be there before the check that the broker accepts clients.
    recovered = connectedSince(down).map(at -> at.isBefore(up) ? up : at).orElseGet(Instant::now);
    if (back) {
      pause("watching that they stay", pace.stillConnected());
    }
    after =
        check(
            "all "
                + options.replicas()
                + " pods ready and connected again, and still so "
                + pace.stillConnected().toSeconds()
                + " s later",
            back && steady());
  }

  private Optional<Instant> connectedSince(Instant down) {
    return recording.allConnectedSince(options.replicas(), down);
  }

  private boolean ready() {
    List<PodStatus> pods = runtime.pods();
    return pods.size() == options.replicas() && pods.stream().allMatch(ArmRun::ready);
  }

  private static boolean ready(PodStatus pod) {
    return pod.ready() && pod.state() == PodState.RUNNING;
  }

  private SteadyState.Check check(String expectation, boolean met) {
    List<PodStatus> pods = runtime.pods();
    String detail =
        "%d of %d ready, %d of %d connected"
            .formatted(
                pods.stream().filter(ArmRun::ready).count(),
                options.replicas(),
                recording.connected(),
                options.replicas());
    if (met) {
      return new SteadyState.Check(expectation, true, detail);
    }
    List<String> why =
        pods.stream()
            .filter(pod -> !ready(pod))
            // What has ended has more to say than what still runs.
            .sorted(Comparator.comparing((PodStatus pod) -> pod.state() == PodState.RUNNING))
            .map(this::lastWords)
            .toList();
    notes.addAll(why);
    return new SteadyState.Check(
        expectation, false, why.isEmpty() ? detail : detail + "; " + why.get(0));
  }

  /** Returns what a pod that is not ready has to say for itself, as one line. */
  private String lastWords(PodStatus pod) {
    String reason = pod.reason();
    return pod.name()
        + ": "
        + pod.state()
        + (reason == null ? "" : ", " + reason)
        + services.logs().lastLine(pod.name()).map(line -> ": " + line).orElse("");
  }

  /** Ends pods and broker; all their processes are gone when this returns. */
  @Override
  public void close() {
    end = Instant.now();
    lastPods = runtime.pods();
    runtime.close();
    cpu.close();
    tail.close();
    services.close();
    broker.close();
  }

  /**
   * Returns what was found out; figures only if the broker was broken. To be called once closed.
   */
  Arm arm() {
    Map<String, @Nullable Object> policy = services.policySummary();
    SteadyState steadyState = new SteadyState(before, after);
    Instant ended = Objects.requireNonNull(end, "not closed");
    Instant zero = start == null ? ended : start;
    List<PodRow> pods = new PodRows(zero, brokerUp, ended).of(lastPods, recording.podEvents());
    if (brokerDown == null) {
      return new Arm(spec.name(), policy, steadyState, null, null, pods, notes);
    }
    ArmFigures figures =
        new ArmFigures(
            options.replicas(),
            new Window(zero, brokerDown, brokerUp, recovered, ended),
            recording.events(),
            recording.podEvents(),
            cpu.samples());
    int silent = figures.silentContainers();
    if (silent > 0) {
      notes.add(silent + " containers ended without a word of their attempts: there were more.");
    }
    return new Arm(
        spec.name(),
        policy,
        steadyState,
        figures.result(pods, services.connectTimeout()),
        figures.timeline(),
        pods,
        notes);
  }
}
