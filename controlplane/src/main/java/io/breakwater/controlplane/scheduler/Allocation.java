package io.breakwater.controlplane.scheduler;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.client.MessageId;
import io.breakwater.controlplane.contract.DeadLetter;
import io.breakwater.controlplane.contract.Dispatch;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.JobStop;
import io.breakwater.controlplane.contract.JobTransitions;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Protocol;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.store.UnreadableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which worker has which job, which jobs wait, and what is to be done when: brings each open job
 * one step on, by what its record says. Belongs to the loop.
 */
final class Allocation {
  private static final Logger log = LoggerFactory.getLogger(Allocation.class);
  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofDays(365);

  private final Bus bus;
  private final Loop loop;
  private final SchedulerSettings settings;
  private final Registry registry;
  private final Steadiness steadiness;
  private final RandomGenerator random;
  private final Tally tally;
  private final Queues queues = new Queues();
  private final KeptRecords records = new KeptRecords();
  private final Alarms alarms = new Alarms(System.nanoTime());
  private @Nullable JobWriter writer;
  private boolean dispatching;

  Allocation(
      Bus bus,
      Loop loop,
      SchedulerSettings settings,
      Registry registry,
      Steadiness steadiness,
      RandomGenerator random,
      Tally tally) {
    this.bus = bus;
    this.loop = loop;
    this.settings = settings;
    this.registry = registry;
    this.steadiness = steadiness;
    this.random = random;
    this.tally = tally;
  }

  void writesWith(JobWriter jobs) {
    writer = jobs;
  }

  /** Returns how many jobs wait for a worker, by topic. */
  Map<String, Integer> waiting() {
    return queues.byTopic();
  }

  /** A job that can be given away at once needs no write of its own before. */
  JobRecord atOnce(OpenJob job, JobRecord fresh) {
    if (queues.anyOf(job.kind)) {
      return fresh;
    }
    Optional<WorkerState> worker = registry.leastLoaded(job.kind);
    worker.ifPresent(chosen -> registry.assign(job, chosen));
    return worker
        .flatMap(chosen -> JobTransitions.dispatched(fresh, chosen.id, Instant.now()))
        .orElse(fresh);
  }

  /** Brings a job on that is stored as its record says. */
  void drive(OpenJob job, JobRecord record) {
    long now = System.nanoTime();
    queues.remove(job);
    if (record.state() == JobState.PENDING) {
      registry.unassign(job);
      wait(job, record, now);
    } else {
      registry.assign(job, registry.named(String.valueOf(record.worker()), now));
      if (job.sentAttempt != record.attempt()) {
        job.sentAttempt = record.attempt();
        job.attemptSinceNanos = now;
        if (record.state() == JobState.DISPATCHED) {
          tally.dispatched(now - job.readyNanos);
          send(job, record);
        }
      }
      watch(job, now);
    }
    dispatchSoon();
  }

  private void wait(OpenJob job, JobRecord record, long now) {
    long left = nanosUntil(record.nextAttemptAt());
    if (left == 0) {
      queue(job, now);
    } else {
      tally.retry();
      job.readyNanos = now + left;
      alarm(job, job.readyNanos, now);
    }
  }

  private void queue(OpenJob job, long now) {
    job.readyNanos = now;
    queues.add(job);
    alarm(job, Long.MAX_VALUE, now);
  }

  /** A worker has it, until it is done, or it has taken too long. */
  private void watch(OpenJob job, long now) {
    if (job.cancelRequested) {
      stop(job);
    }
    alarm(job, overdueAt(job), now);
  }

  /** Far from what a long holds: who is woken too soon waits again. */
  private static long nanosUntil(@Nullable Instant at) {
    Duration left = at == null ? Duration.ZERO : Duration.between(Instant.now(), at);
    if (left.isNegative()) {
      return 0;
    }
    return (left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left).toNanos();
  }

  /** At a time, or at the job's deadline if that is earlier. */
  private void alarm(OpenJob job, long atNanos, long now) {
    long at = atNanos;
    if (job.deadline != null) {
      at = Math.min(at, now + nanosUntil(job.deadline));
    }
    if (at == Long.MAX_VALUE) {
      alarms.clear(job);
    } else {
      alarms.set(job, at);
    }
  }

  private long overdueAt(OpenJob job) {
    return Math.max(job.attemptSinceNanos + job.timeoutNanos, steadiness.sinceNanos())
        + settings.grace().toNanos();
  }

  /** Looks at those whose time has come; several times a second. */
  void tick(long now) {
    alarms.due(now).forEach(job -> alone(job, () -> due(job, now)));
    dispatchSoon();
  }

  private void due(OpenJob job, long now) {
    if (job.deadline != null && !Instant.now().isBefore(job.deadline)) {
      if (job.assigned()) {
        stop(job);
      }
      change(job, current -> JobTransitions.expired(current, Instant.now()));
    } else if (job.writing) {
      // It is driven when it is written.
      alarm(job, now + AGAIN.toNanos(), now);
    } else if (job.assigned() && overdueAt(job) <= now) {
      int attempt = job.attempt;
      stop(job);
      change(
          job,
          current -> JobTransitions.overdue(current, attempt, retryAfter(current), Instant.now()));
    } else if (job.assigned()) {
      watch(job, now);
    } else if (job.queued || job.worker != null) {
      alarm(job, Long.MAX_VALUE, now);
    } else if (job.readyNanos > now) {
      alarm(job, job.readyNanos, now);
    } else {
      queue(job, now);
    }
  }

  /** What has been silent for too long has lost its jobs. */
  void lost(WorkerState worker) {
    if (worker.jobs.isEmpty() && worker.status.slots() == 0) {
      log.info("worker {} has gone", worker.id);
      return;
    }
    log.warn("worker {} is lost, with {} jobs", worker.id, worker.jobs.size());
    for (OpenJob job : List.copyOf(worker.jobs)) {
      registry.unassign(job);
      change(
          job,
          current ->
              worker.id.equals(current.worker())
                  ? JobTransitions.lost(
                      current, current.attempt(), retryAfter(current), Instant.now())
                  : Optional.empty());
    }
  }

  /** A worker has stopped, and will not begin with what it has not begun: that is not used up. */
  void givenBack(WorkerState worker) {
    for (OpenJob job : List.copyOf(worker.jobs)) {
      // Behind the write that gives it the job, if that is still under way.
      change(
          job,
          current ->
              worker.id.equals(current.worker())
                  ? JobTransitions.returned(current, current.attempt(), Instant.now())
                  : Optional.empty());
    }
  }

  private Duration retryAfter(JobRecord job) {
    return job.request().retryAfter(Math.max(1, job.attempt()), random.nextDouble());
  }

  private void alone(OpenJob job, Runnable task) {
    if (writer != null) {
      writer.alone(job, task);
    }
  }

  private void change(OpenJob job, Function<JobRecord, Optional<JobRecord>> step) {
    if (writer != null) {
      var unused = writer.change(job, step);
    }
  }

  /** There may be room, or work. Many causes at a time are one look. */
  void dispatchSoon() {
    if (!dispatching && queues.size() > 0) {
      dispatching = true;
      loop.execute(this::dispatch);
    }
  }

  private void dispatch() {
    dispatching = false;
    if (!steadiness.connected()) {
      return;
    }
    Optional<OpenJob> next = next();
    while (next.isPresent()) {
      OpenJob job = next.get();
      alone(job, () -> give(job));
      next = next();
    }
  }

  private Optional<OpenJob> next() {
    return queues.take(kind -> registry.leastLoaded(kind).isPresent());
  }

  private void give(OpenJob job) {
    WorkerState worker = registry.leastLoaded(job.kind).orElseThrow();
    registry.assign(job, worker);
    if (writer != null) {
      var unused =
          writer
              .change(job, now -> JobTransitions.dispatched(now, worker.id, Instant.now()))
              .thenAccept(given -> notGiven(job, given));
    }
  }

  /** It was another one's by then, or is not to be given away any more. */
  private void notGiven(OpenJob job, boolean given) {
    JobRecord record = job.record;
    if (!given && record != null && !record.state().terminal()) {
      alone(job, () -> drive(job, record));
    }
  }

  private void send(OpenJob job, JobRecord record) {
    Dispatch dispatch = Dispatch.of(record);
    String subject = Subjects.dispatch(dispatch.topic(), String.valueOf(record.worker()));
    try {
      // Not on the thread of receipts: it makes the room that the next message may wait for.
      var unused =
          bus.outbox()
              .send(subject, Json.bytes(dispatch), MessageId.of(dispatch.key()))
              .whenComplete(
                  (receipt, failure) -> {
                    if (failure != null) {
                      loop.execute(() -> sendAgain(job, record, failure));
                    }
                  });
    } catch (BusException e) {
      sendAgain(job, record, e);
    }
  }

  /** The record may have been put aside: a change that is none reads it. */
  private void sendAgain(OpenJob job, JobRecord sent, Throwable cause) {
    log.warn("job {}: not dispatched yet: {}", job.id, cause.getMessage());
    loop.later(
        AGAIN,
        () ->
            change(
                job,
                now -> {
                  if (now.state() == JobState.DISPATCHED
                      && now.attempt() == sent.attempt()
                      && job.worker != null) {
                    send(job, now);
                  }
                  return Optional.empty();
                }));
  }

  /** Puts a job that has failed to the dead letters, once it is there the job is done with. */
  void bury(JobRecord record, Runnable buried) {
    try {
      var unused =
          bus.outbox()
              .send(
                  Subjects.JOB_DEAD_LETTER,
                  Json.bytes(DeadLetter.of(record)),
                  MessageId.of(DeadLetter.messageId(record.id())))
              .whenComplete(
                  (receipt, failure) -> loop.execute(() -> buriedOrAgain(record, buried, failure)));
    } catch (BusException e) {
      buryAgain(record, buried, e);
    }
  }

  /** Puts a record that cannot be read to the dead letters, as it is. */
  void buryUnreadable(String id, UnreadableException why, Runnable buried) {
    UnreadableLetter.send(bus, loop, id, why, buried);
  }

  private void buriedOrAgain(JobRecord record, Runnable buried, @Nullable Throwable failure) {
    if (failure == null) {
      tally.deadLetter();
      buried.run();
    } else {
      buryAgain(record, buried, failure);
    }
  }

  private void buryAgain(JobRecord record, Runnable buried, Throwable cause) {
    log.warn("job {}: no dead letter yet: {}", record.id(), cause.getMessage());
    loop.later(AGAIN, () -> bury(record, buried));
  }

  private void stop(OpenJob job) {
    stop(String.valueOf(job.holder), job.id, job.attempt);
  }

  /** Best effort: a worker that misses it is told again by its heartbeats. */
  void stop(String worker, String job, int attempt) {
    try {
      bus.publish(
          Subjects.workerCancel(worker), Json.bytes(new JobStop(Protocol.VERSION, job, attempt)));
    } catch (BusException e) {
      log.debug("worker {} not told to stop job {}: {}", worker, job, e.getMessage());
    }
  }

  /** A job has ended, or is another's. */
  void forget(OpenJob job) {
    queues.remove(job);
    alarms.clear(job);
    registry.unassign(job);
    records.forget(job);
    dispatchSoon();
  }

  /** Nothing is to be done with the record of an open job for now. */
  void keepIfThereIsRoom(OpenJob job) {
    records.keep(job);
  }
}
