package io.breakwater.controlplane.workflow;

import io.breakwater.client.Bus;
import io.breakwater.client.BusConsumer;
import io.breakwater.client.BusException;
import io.breakwater.client.ConsumerSpec;
import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Protocol;
import io.breakwater.controlplane.contract.RunEvent;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.RunState;
import io.breakwater.controlplane.contract.RunStep;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.StoreException;
import io.nats.client.Message;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time during which this engine is the active one: it knows the open runs, hears of their jobs,
 * and keeps their timers. All that it knows, it has from the store; the next one begins anew.
 */
final class EngineTerm implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EngineTerm.class);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

  /** What went to an engine that stands still comes to its successor after that. */
  private static final Duration ACK_WAIT = Duration.ofSeconds(5);

  /** Of the open runs, so much memory is kept for their records. */
  private static final long KEPT_BYTES = 16 << 20;

  /** The durable consumer of the states of jobs; one for all engines. */
  static final String DURABLE = "workflow-engine";

  private final Bus bus;
  private final EngineSettings settings;
  private final String instance;
  private final BooleanSupplier held;
  private final Clock clock;
  private final OutageLog outages;
  private final Consumer<RunState> ended;
  private final RunStore store;
  private final JobDesk desk;
  private final DefinitionCache definitions;
  private final Map<String, RunDriver> drivers = new ConcurrentHashMap<>();
  private final Map<String, ScheduledFuture<?>> wakes = new ConcurrentHashMap<>();
  private final AtomicLong keptBytes = new AtomicLong();
  private final ScheduledExecutorService timer;
  private final ExecutorService threads;
  private @Nullable BusConsumer consumer;

  EngineTerm(
      Bus bus,
      RunStore store,
      EngineSettings settings,
      String instance,
      BooleanSupplier held,
      Clock clock,
      OutageLog outages,
      Consumer<RunState> ended) {
    this.bus = bus;
    this.store = store;
    this.settings = settings;
    this.instance = instance;
    this.held = held;
    this.clock = clock;
    this.outages = outages;
    this.ended = ended;
    desk = new JobDesk(bus, instance);
    definitions = new DefinitionCache(store, () -> bus.health().reconnects());
    timer = Executors.newSingleThreadScheduledExecutor(named("workflow-timer"));
    threads = Executors.newFixedThreadPool(settings.threads(), named("workflow"));
  }

  private ThreadFactory named(String what) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread =
          new Thread(task, "breakwater-" + instance + "-" + what + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Begins to listen, and then looks for open runs. */
  synchronized void start() {
    ConsumerConfiguration states =
        ConsumerConfiguration.builder()
            .durable(DURABLE)
            // Jobs of steps have keys of two and more parts, other jobs have one.
            .filterSubject(Bucket.JOBS.subject("*.>"))
            .ackWait(ACK_WAIT)
            // What was before is read when the run is.
            .deliverPolicy(DeliverPolicy.New)
            .build();
    consumer =
        bus.jetStream()
            .consume(
                ConsumerSpec.of(Bucket.JOBS.stream(), states, Subjects.JOB_DEAD_LETTER)
                    .withPrefetch(256),
                this::jobChanged);
    later(Duration.ZERO, this::lookAtMarkers);
  }

  private void jobChanged(Message message) {
    if (message.getData() == null || message.getData().length == 0) {
      return;
    }
    JobRecord job;
    try {
      job = Json.readLean(message.getData(), JobRecord.class);
    } catch (ContractException e) {
      log.warn("{} - {}: {}", instance, message.getSubject(), e.getMessage());
      return;
    }
    RunStep step = job.request().run();
    if (step != null && job.state().terminal()) {
      int item = step.index() == null ? 0 : step.index();
      take(
          step.runId(),
          Incoming.of(new RunSignal.JobEnded(step.step(), item, job.state(), job.error())));
    }
  }

  private void lookAtMarkers() {
    execute(
        () -> {
          Duration next = settings.reconcile();
          try {
            if (held()) {
              store.open().forEach((run, marker) -> driver(run).marked(marker, settings.quiet()));
            }
          } catch (StoreException e) {
            log.debug("{} - open runs: {}", instance, e.getMessage());
            next = AFTER_FAILURE;
          } catch (InterruptedException e) {
            return;
          } catch (RuntimeException e) {
            log.error("{} - open runs", instance, e);
          }
          later(next, this::lookAtMarkers);
        });
  }

  /** Gives a signal to a run; one that is not known is looked up. */
  void take(String run, Incoming incoming) {
    driver(run).take(incoming);
  }

  private RunDriver driver(String run) {
    return drivers.computeIfAbsent(run, id -> new RunDriver(id, this));
  }

  void forget(String run, RunDriver driver) {
    drivers.remove(run, driver);
    ScheduledFuture<?> wake = wakes.remove(run);
    if (wake != null) {
      wake.cancel(false);
    }
  }

  /** Wakes a run at an instant; the latest call counts. */
  void wake(String run, RunDriver driver, Instant at) {
    long millis = Math.max(0, Duration.between(clock.instant(), at).toMillis()) + 1;
    ScheduledFuture<?> wake =
        schedule(
            Duration.ofMillis(millis), () -> driver.take(Incoming.of(new RunSignal.TimePassed())));
    ScheduledFuture<?> before = wake == null ? null : wakes.put(run, wake);
    if (before != null) {
      before.cancel(false);
    }
  }

  /** Does a short task later. */
  void later(Duration delay, Runnable task) {
    var unused = schedule(delay, task);
  }

  private @Nullable ScheduledFuture<?> schedule(Duration delay, Runnable task) {
    try {
      return timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("{} - the term is over", instance);
      return null;
    }
  }

  void execute(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("{} - the term is over", instance);
    }
  }

  /** Tells whoever listens what a run has come to; best effort. */
  void announce(RunRecord run) {
    if (run.state().terminal()) {
      ended.accept(run.state());
      log.debug("{} - run {} of {}: {}", instance, run.id(), run.workflow(), run.state());
    }
    try {
      RunEvent event = new RunEvent(Protocol.VERSION, run.id(), run.state(), run.updatedAt());
      bus.publish(Subjects.WORKFLOW_EVENT, Json.bytes(event));
    } catch (BusException e) {
      log.debug("{} - run {} not announced: {}", instance, run.id(), e.getMessage());
    }
  }

  /** Returns the outages that a run does not know of. */
  List<RunSignal.Outage> outagesAfter(RunRecord run) {
    // One may have ended just now.
    outages.look();
    Instant since = run.pausedUntil() == null ? run.createdAt() : run.pausedUntil();
    return outages.after(since);
  }

  /** Takes so many bytes more for what is kept of a run; returns if there is room for that. */
  boolean keeps(long more) {
    return keptBytes.addAndGet(more) <= KEPT_BYTES || more <= 0;
  }

  boolean held() {
    return held.getAsBoolean();
  }

  String instance() {
    return instance;
  }

  Clock clock() {
    return clock;
  }

  RunStore store() {
    return store;
  }

  JobDesk desk() {
    return desk;
  }

  DefinitionCache definitions() {
    return definitions;
  }

  int openRuns() {
    return drivers.size();
  }

  @Override
  public synchronized void close() {
    timer.shutdownNow();
    threads.shutdownNow();
    if (consumer != null) {
      consumer.close(Duration.ofSeconds(1));
    }
  }
}
