package io.breakwater.controlplane;

import static io.breakwater.controlplane.TestBroker.await;

import io.breakwater.client.Bus;
import io.breakwater.client.BusSubscription;
import io.breakwater.client.MessageId;
import io.breakwater.controlplane.contract.CancelReply;
import io.breakwater.controlplane.contract.CancelRequest;
import io.breakwater.controlplane.contract.Ids;
import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobRequestBuilder;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Protocol;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.scheduler.SchedulerService;
import io.breakwater.controlplane.scheduler.SchedulerSettings;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.LeaseTerms;
import io.breakwater.controlplane.store.Markers;
import io.breakwater.controlplane.store.Provisioning;
import io.breakwater.controlplane.store.Versioned;
import io.breakwater.controlplane.worker.Worker;
import io.breakwater.controlplane.worker.WorkerBuilder;
import io.nats.client.Message;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A broker, a client, and as many schedulers and workers as a test wants. */
public final class Plane implements AutoCloseable {
  /** Quick enough for a test, slow enough for a busy machine. */
  public static final SchedulerSettings QUICK =
      SchedulerSettings.DEFAULTS
          .withLease(new LeaseTerms(Duration.ofMillis(1_500), Duration.ofMillis(150)))
          .withGrace(Duration.ofSeconds(1))
          .withReconcile(Duration.ofSeconds(2));

  private static final SecureRandom RANDOM = new SecureRandom();

  private final TestBroker broker = new TestBroker();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Bus client;
  private final Documents<JobRecord> jobs;
  private final List<Message> deadLetters = new CopyOnWriteArrayList<>();
  private final BusSubscription letters;

  /** Starts a broker and a client that has provisioned it. */
  public Plane() {
    client = broker.bus("client");
    jobs = new Documents<>(client, Bucket.JOBS, JobRecord.class);
    letters = client.subscribe(Subjects.JOB_DEAD_LETTER, this::letter);
    join(Provisioning.ensure(client).toCompletableFuture());
  }

  public TestBroker broker() {
    return broker;
  }

  public Bus client() {
    return client;
  }

  /** One that is sent again is no other: the stream knows it by its id. */
  private void letter(Message letter) {
    String id = messageId(letter);
    if (id == null || deadLetters.stream().noneMatch(there -> id.equals(messageId(there)))) {
      deadLetters.add(letter);
    }
  }

  private static @Nullable String messageId(Message letter) {
    return letter.getHeaders() == null ? null : letter.getHeaders().getFirst("Nats-Msg-Id");
  }

  /** What came to the dead letters while this client was connected. */
  public List<Message> deadLetters() {
    return deadLetters;
  }

  public Bus bus(String name) {
    Bus bus = broker.bus(name);
    parts.push(bus);
    return bus;
  }

  public SchedulerService scheduler(String name) {
    return scheduler(name, QUICK);
  }

  public SchedulerService scheduler(String name, SchedulerSettings settings) {
    Bus bus = bus(name);
    Provisioning.ensure(bus);
    SchedulerService scheduler = new SchedulerService(bus, name, settings);
    parts.push(scheduler);
    scheduler.start();
    return scheduler;
  }

  public WorkerBuilder worker(String name) {
    return Worker.named(bus(name), name).heartbeat(Duration.ofMillis(500));
  }

  public Worker started(WorkerBuilder builder) {
    Worker worker = builder.start();
    parts.push(worker);
    return worker;
  }

  public static JobRequestBuilder job(String topic) {
    return JobRequest.builder(Ids.job(RANDOM), topic)
        .retry(Duration.ofMillis(50), Duration.ofMillis(200));
  }

  /** Submits a job and returns its id, when the stream has it. */
  public String submit(JobRequestBuilder builder) {
    JobRequest request = builder.submittedAt(Instant.now());
    send(request.id(), Json.bytes(request));
    return request.id();
  }

  public void send(String id, byte[] body) {
    join(client.outbox().send(Subjects.JOB_SUBMIT, body, MessageId.of(id)).toCompletableFuture());
  }

  public void sendResult(String id, byte[] body) {
    join(client.outbox().send(Subjects.JOB_RESULT, body, MessageId.of(id)).toCompletableFuture());
  }

  public CancelReply cancel(String id) throws Exception {
    return cancel(new CancelRequest(Protocol.VERSION, id, "test", "because", null));
  }

  /** Cancels a job as its submitter does who has not seen it in the store. */
  public CancelReply cancelUntaken(JobRequest job) throws Exception {
    return cancel(new CancelRequest(Protocol.VERSION, job.id(), "test", "because", job));
  }

  private CancelReply cancel(CancelRequest request) throws Exception {
    Message answer =
        client
            .request(Subjects.JOB_CANCEL, Json.bytes(request), Duration.ofSeconds(10))
            .toCompletableFuture()
            .get(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);
    return Json.read(answer.getData(), CancelReply.class);
  }

  public @Nullable JobRecord record(String id) {
    Optional<Versioned<JobRecord>> there = join(jobs.get(id).toCompletableFuture());
    return there.map(Versioned::value).orElse(null);
  }

  /** Returns the state of a job that is there. */
  public JobState state(String id) {
    JobRecord record = record(id);
    if (record == null) {
      throw new AssertionError(id + " is not there");
    }
    return record.state();
  }

  /** Waits until a job is in a state, and returns the code of its error. */
  public String awaitError(String id, JobState state) {
    JobError error = awaitState(id, state).error();
    return error == null ? "none" : error.code();
  }

  /** Waits until a job is in a state, and returns it. */
  public JobRecord awaitState(String id, JobState state) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .until(
            () -> {
              JobRecord record = record(id);
              return record != null && record.state() == state;
            });
    JobRecord record = record(id);
    if (record == null) {
      throw new AssertionError(id + " is gone");
    }
    return record;
  }

  /** Waits until no job is open any more. */
  public void awaitNothingOpen() {
    Markers markers = new Markers(client, Bucket.OPEN_JOBS);
    await().ignoreExceptions().until(() -> markers.list(TestBroker.LIMIT).isEmpty());
  }

  private static <R> R join(java.util.concurrent.CompletableFuture<R> stage) {
    return stage.orTimeout(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    letters.close();
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    client.close();
    broker.close();
  }
}
