package io.breakwater.controlplane.workflow;

import static io.breakwater.controlplane.TestBroker.await;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.TestBroker;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.RunEvent;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.RunReply;
import io.breakwater.controlplane.contract.RunRequest;
import io.breakwater.controlplane.contract.RunState;
import io.breakwater.controlplane.contract.StepState;
import io.breakwater.controlplane.contract.StoredWorkflow;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.contract.WorkflowSubjects;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.LeaseTerms;
import io.breakwater.controlplane.store.Markers;
import io.breakwater.controlplane.store.Provisioning;
import io.breakwater.controlplane.store.Versioned;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A broker, engines on it, and what a gateway does. */
final class EngineWorld implements AutoCloseable {
  static final EngineSettings QUICK =
      EngineSettings.DEFAULTS
          .withLease(new LeaseTerms(Duration.ofMillis(900), Duration.ofMillis(300)))
          .withLooks(Duration.ofMillis(300), Duration.ofMillis(900));

  final TestBroker broker = new TestBroker();
  final Bus bus = broker.bus("gateway");
  private final Documents<StoredWorkflow> workflows =
      new Documents<>(bus, Bucket.WORKFLOWS, StoredWorkflow.class);
  private final Documents<RunRecord> runs = new Documents<>(bus, Bucket.RUNS, RunRecord.class);
  private final Markers open = new Markers(bus, Bucket.OPEN_RUNS);
  private final List<AutoCloseable> mine = new ArrayList<>();
  private final List<Bus> engineBuses = new ArrayList<>();
  private int engines;

  EngineWorld() {
    Provisioning.ensure(bus).toCompletableFuture().orTimeout(40, TimeUnit.SECONDS).join();
  }

  EngineService engine() {
    return engine(QUICK);
  }

  EngineService engine(EngineSettings settings) {
    return engine(settings, Clock.systemUTC());
  }

  EngineService engine(EngineSettings settings, Clock clock) {
    String name = "engine-" + ++engines;
    Bus own = broker.bus(name);
    engineBuses.add(own);
    var unused = Provisioning.ensure(own);
    EngineService engine = new EngineService(own, name, settings, clock);
    engine.start();
    mine.add(0, own);
    mine.add(0, engine);
    return engine;
  }

  /** An engine that was paused as the active one, and believes that it still is. */
  EngineTerm believer() {
    String name = "believer-" + ++engines;
    Bus own = broker.bus(name);
    var unused = Provisioning.ensure(own);
    own.started().toCompletableFuture().join();
    Clock clock = Clock.systemUTC();
    EngineTerm term =
        new EngineTerm(
            own,
            new RunStore(own),
            QUICK,
            name,
            () -> true,
            clock,
            new OutageLog(own, clock),
            state -> {});
    term.start();
    mine.add(0, own);
    mine.add(0, term);
    return term;
  }

  StandInScheduler scheduler() {
    Bus own = broker.bus("scheduler");
    var unused = Provisioning.ensure(own);
    StandInScheduler scheduler = new StandInScheduler(own);
    mine.add(0, own);
    return scheduler;
  }

  void apply(String id, int version, String steps) throws Exception {
    String json =
        steps.contains("\"steps\":")
            ? steps
            : "{\"id\":\"%s\",\"steps\":[%s]}".formatted(id, steps);
    WorkflowDefinition unused = Definitions.parse(json.getBytes(StandardCharsets.UTF_8));
    StoredWorkflow stored =
        new StoredWorkflow(1, id, version, "default", Json.mapper().readTree(json), Instant.now());
    var revision = RunStore.await(workflows.create(StoredWorkflow.key(id, version), stored));
    Objects.requireNonNull(revision);
  }

  /** Kills the broker; returns when all engines have noticed. */
  void kill() {
    broker.server().kill();
    await().until(() -> engineBuses.stream().noneMatch(each -> each.health().connected()));
  }

  /** Starts a run as a gateway does: marker, record, nudge. */
  void start(String run, String workflow, int version, String input) throws Exception {
    create(run, workflow, version, input);
    bus.publish(Subjects.WORKFLOW_EVENT, Json.bytes(RunEvent.created(run, Instant.now())));
  }

  /** As {@link #start}, but the nudge is lost. */
  void create(String run, String workflow, int version, String input) throws Exception {
    var marker = RunStore.await(open.put(run));
    Objects.requireNonNull(marker);
    JsonNode json = Json.mapper().readTree(input);
    var revision =
        RunStore.await(
            runs.create(
                run, RunRecord.started(run, workflow, version, "default", json, Instant.now())));
    Objects.requireNonNull(revision);
  }

  RunRecord run(String id) throws Exception {
    return RunStore.await(runs.get(id)).map(Versioned::value).orElseThrow();
  }

  RunRecord ended(String id) {
    await().ignoreExceptions().until(() -> run(id).state().terminal());
    try {
      return run(id);
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  void awaitState(String id, RunState state) {
    await().ignoreExceptions().until(() -> run(id).state() == state);
  }

  void awaitStep(String id, String step, StepState state) {
    await()
        .ignoreExceptions()
        .until(() -> Objects.requireNonNull(run(id).steps().get(step)).state() == state);
  }

  void awaitNoMarkers() {
    await().ignoreExceptions().until(() -> open.list(Duration.ofSeconds(5)).isEmpty());
  }

  RunReply decide(String run, String step, boolean approved) throws Exception {
    return ask(
        WorkflowSubjects.APPROVE, Json.bytes(RunRequest.decide(run, step, approved, "ada", null)));
  }

  RunReply cancel(String run) throws Exception {
    return ask(WorkflowSubjects.CANCEL, Json.bytes(RunRequest.cancel(run, "ada", "enough")));
  }

  RunReply ask(String subject, byte[] body) throws Exception {
    return Json.read(
        bus.request(subject, body, Duration.ofSeconds(20)).toCompletableFuture().get().getData(),
        RunReply.class);
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : mine) {
      each.close();
    }
    bus.close();
    broker.close();
  }
}
