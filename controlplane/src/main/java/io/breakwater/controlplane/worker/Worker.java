package io.breakwater.controlplane.worker;

import io.breakwater.client.Bus;
import io.breakwater.client.BusConsumer;
import io.breakwater.client.BusException;
import io.breakwater.client.BusSubscription;
import io.breakwater.client.ConsumerSpec;
import io.breakwater.client.Health;
import io.breakwater.client.MessageId;
import io.breakwater.client.MessageRejectedException;
import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.Dispatch;
import io.breakwater.controlplane.contract.Heartbeat;
import io.breakwater.controlplane.contract.Ids;
import io.breakwater.controlplane.contract.JobProgress;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.JobStop;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Outcome;
import io.breakwater.controlplane.contract.Protocol;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.contract.WorkerStatus;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does jobs: {@code Worker.named(bus, "w1").on("echo", JobContext::payload).start()}.
 *
 * <p>An attempt is acknowledged when its result is, and not before; the same attempt that comes
 * again is not done again, its result is sent again. Through an outage the handlers go on, and
 * their results wait in the outbox.
 *
 * <p>The streams must have been provisioned. Handlers run on threads {@code
 * breakwater-<bus>-consumer-worker-...}.
 */
public final class Worker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final String STREAM = "DISPATCH";
  private static final Duration ACK_WAIT = Duration.ofSeconds(15);

  /** A worker that never comes back leaves no durable consumer behind. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(30);

  /** Who is done sooner than that need not say that he has begun. */
  private static final Duration PROGRESS_AFTER = Duration.ofMillis(100);

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration AGAIN = Duration.ofMillis(500);

  /** Each outage is a delivery to what it cut off. */
  private static final int MAX_DELIVER = 50;

  private final Bus bus;
  private final String id;
  private final Map<String, JobHandler> handlers;
  private final WorkerBuilder setup;
  private final Attempts attempts = new Attempts();
  private final ScheduledThreadPoolExecutor timer;
  private final List<BusSubscription> subscriptions = new ArrayList<>();
  private volatile int slots;
  private volatile boolean closed;
  private long sequence;
  private long reconnects;
  private BusConsumer consumer;

  // The consumer is there from start() on, before which nobody has the worker.
  @SuppressWarnings("NullAway.Init")
  Worker(WorkerBuilder setup) {
    this.setup = setup;
    bus = setup.bus;
    id = setup.id;
    handlers = Map.copyOf(setup.handlers);
    slots = setup.slots;
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "breakwater-" + id + "-worker");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Returns what a worker is made with.
   *
   * @param id different for each process, and the same after a restart; what a token cannot have
   *     becomes {@code -}
   */
  public static WorkerBuilder named(Bus bus, String id) {
    return new WorkerBuilder(bus, Ids.toToken(id));
  }

  /** Returns what schedulers know this worker by. */
  public String id() {
    return id;
  }

  void start() {
    subscriptions.add(bus.subscribe(Subjects.workerCancel(id), this::onStop));
    subscriptions.add(bus.subscribe(Subjects.HEARTBEAT_ASK, message -> soon(this::beat)));
    consumer = bus.jetStream().consume(spec(), this::onDispatch);
    // The first one when the consumer is there, and one at once after each outage.
    var unusedStart = consumer.started().thenRun(() -> soon(this::beat));
    var unusedLook =
        timer.scheduleWithFixedDelay(
            this::look, LOOK.toNanos(), LOOK.toNanos(), TimeUnit.NANOSECONDS);
    var unused =
        timer.scheduleAtFixedRate(
            this::beat, setup.heartbeat.toNanos(), setup.heartbeat.toNanos(), TimeUnit.NANOSECONDS);
  }

  private ConsumerSpec spec() {
    return ConsumerSpec.of(
            STREAM,
            ConsumerConfiguration.builder()
                .durable("worker-" + id)
                .filterSubject(Subjects.dispatchesTo(id))
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(ACK_WAIT)
                .inactiveThreshold(FORGOTTEN)
                .build(),
            Subjects.JOB_DEAD_LETTER)
        .withParallelism(setup.slots)
        .withMaxDeliver(MAX_DELIVER)
        .withMaxHandling(Duration.ofDays(8));
  }

  private void soon(Runnable task) {
    try {
      timer.execute(task);
    } catch (RejectedExecutionException e) {
      log.trace("closed");
    }
  }

  private void look() {
    Health health = bus.health();
    if (health.connected() && health.reconnects() != reconnects) {
      reconnects = health.reconnects();
      beat();
    }
  }

  /** Runs on the timer only. */
  private void beat() {
    if (!bus.health().connected()) {
      return;
    }
    WorkerStatus status =
        new WorkerStatus(
            setup.pool, List.copyOf(handlers.keySet()), setup.labels, slots, attempts.running());
    Heartbeat beat =
        new Heartbeat(
            Protocol.VERSION,
            "worker",
            id,
            ++sequence,
            Instant.now(),
            setup.heartbeat.toMillis(),
            status);
    publish(Subjects.HEARTBEAT, beat);
  }

  private void publish(String subject, Object message) {
    try {
      bus.publish(subject, Json.bytes(message));
    } catch (BusException e) {
      log.debug("{} - not published to {}: {}", id, subject, e.getMessage());
    } catch (RuntimeException e) {
      log.warn("{} - not published to {}", id, subject, e);
    }
  }

  private void onStop(Message message) {
    try {
      JobStop stop = Json.read(message.getData(), JobStop.class);
      attempts.stop(stop.jobId(), stop.attempt());
    } catch (ContractException e) {
      log.debug("{} - a request to stop that is none: {}", id, e.getMessage());
    }
  }

  private void onDispatch(Message message) throws Exception {
    Dispatch dispatch;
    try {
      dispatch = Json.read(message.getData(), Dispatch.class);
    } catch (ContractException e) {
      throw new MessageRejectedException("not a Dispatch: " + e.getMessage());
    }
    Attempt attempt = new Attempt(dispatch, id);
    CompletableFuture<Said> known = attempts.begin(attempt);
    if (known != null) {
      deliver(known.get());
      return;
    }
    try {
      deliver(timed(attempt));
    } finally {
      attempts.end(attempt);
    }
  }

  private Said timed(Attempt attempt) {
    Dispatch dispatch = attempt.dispatch();
    Future<?> progress =
        timer.schedule(() -> progress(dispatch), PROGRESS_AFTER.toNanos(), TimeUnit.NANOSECONDS);
    Future<?> limit =
        timer.schedule(
            () -> attempt.stop(Outcome.TIMED_OUT), dispatch.timeoutMillis(), TimeUnit.MILLISECONDS);
    try {
      return attempt.run(handlers.get(dispatch.topic()));
    } finally {
      progress.cancel(false);
      limit.cancel(false);
      // It was meant for the handler.
      Thread.interrupted();
    }
  }

  private void progress(Dispatch dispatch) {
    publish(
        Subjects.JOB_PROGRESS,
        new JobProgress(
            Protocol.VERSION,
            dispatch.jobId(),
            dispatch.attempt(),
            id,
            JobState.RUNNING,
            Instant.now()));
  }

  /**
   * Returns when the result is in its stream; an outbox gives up after a while, a worker does not.
   */
  private void deliver(Said said) throws InterruptedException {
    while (said.kept()) {
      try {
        bus.outbox()
            .send(Subjects.JOB_RESULT, said.body, MessageId.of(said.messageId))
            .toCompletableFuture()
            .get();
        return;
      } catch (ExecutionException | BusException e) {
        if (closed) {
          throw new InterruptedException("closed before the result was delivered");
        }
        log.warn(
            "{} - {}: the result is not delivered yet: {}", id, said.messageId, e.getMessage());
        Thread.sleep(AGAIN.toMillis());
      }
    }
  }

  /**
   * Takes no more jobs, waits for those at work, interrupts those whose time is up and gives them
   * back, and says goodbye. The bus stays open.
   *
   * @return true if all have finished by themselves
   */
  public boolean close(Duration timeout) {
    closed = true;
    slots = 0;
    soon(this::beat);
    boolean finished = consumer.close(timeout);
    subscriptions.forEach(BusSubscription::close);
    soon(this::beat);
    timer.shutdown();
    try {
      timer.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return finished;
  }

  /** Closes as {@link #close(Duration)} does, within five seconds. */
  @Override
  public void close() {
    close(Duration.ofSeconds(5));
  }
}
