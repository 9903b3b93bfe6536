package io.breakwater.controlplane.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What may become of a job. Each method takes a record and returns the next one, or nothing where
 * the event changes nothing: a state that is terminal never changes, an event of an attempt counts
 * only while that attempt is the latest.
 *
 * <pre>
 * PENDING -> DISPATCHED -> RUNNING -> SUCCEEDED | FAILED | CANCELLED | TIMED_OUT
 *    ^------------'-----------'        (another attempt is to come)
 * </pre>
 */
public final class JobTransitions {
  private JobTransitions() {}

  /** Returns the record of a job that was just taken. */
  public static JobRecord accepted(JobRequest request, Instant now) {
    return new JobRecord(
        Protocol.VERSION,
        request,
        JobState.PENDING,
        0,
        0,
        null,
        null,
        null,
        List.of(new Transition(JobState.PENDING, now, 0, null, null)),
        false,
        null,
        now,
        now);
  }

  /** A worker was chosen: PENDING becomes DISPATCHED, as the next attempt. */
  public static Optional<JobRecord> dispatched(JobRecord job, String worker, Instant now) {
    if (job.state() != JobState.PENDING || job.exhausted() || job.cancelRequested()) {
      return Optional.empty();
    }
    return Optional.of(
        new Change(job, now).attempt(job.attempt() + 1, worker).to(JobState.DISPATCHED, null));
  }

  /** The worker has begun: DISPATCHED becomes RUNNING. */
  public static Optional<JobRecord> running(JobRecord job, int attempt, Instant now) {
    return job.state() == JobState.DISPATCHED && job.attempt() == attempt
        ? Optional.of(new Change(job, now).to(JobState.RUNNING, null))
        : Optional.empty();
  }

  /**
   * The worker has said how the attempt ended. A success counts also if the attempt was given up by
   * then, as long as no other has begun.
   *
   * @param retryAfter how long the next attempt is to wait, if there is one
   */
  public static Optional<JobRecord> finished(
      JobRecord job, JobResult result, Duration retryAfter, Instant now) {
    if (job.state().terminal()
        || job.attempt() != result.attempt()
        || !result.worker().equals(job.worker())) {
      return Optional.empty();
    }
    if (!job.state().assigned() && result.outcome() != Outcome.SUCCEEDED) {
      return Optional.empty();
    }
    Change change = new Change(job, now).begun(result.startedAt());
    return Optional.of(
        switch (result.outcome()) {
          case SUCCEEDED -> change.succeeded(result.result());
          case FAILED ->
              again(
                  change, job, error(result, JobError.HANDLER_FAILED), JobState.FAILED, retryAfter);
          case REJECTED -> change.to(JobState.FAILED, error(result, JobError.HANDLER_FAILED));
          case TIMED_OUT ->
              again(change, job, error(result, JobError.TIMEOUT), JobState.TIMED_OUT, retryAfter);
          case CANCELLED ->
              job.cancelRequested()
                  ? change.to(JobState.CANCELLED, error(result, JobError.CANCELLED))
                  : again(
                      change, job, error(result, JobError.CANCELLED), JobState.FAILED, retryAfter);
          case RETURNED ->
              job.cancelRequested()
                  ? change.to(JobState.CANCELLED, error(result, JobError.WORKER_STOPPED))
                  : change.returned(error(result, JobError.WORKER_STOPPED));
        });
  }

  /** The attempt's worker is gone: another attempt, or FAILED after the last. */
  public static Optional<JobRecord> lost(
      JobRecord job, int attempt, Duration retryAfter, Instant now) {
    if (!job.state().assigned() || job.attempt() != attempt) {
      return Optional.empty();
    }
    JobError error =
        JobError.of(JobError.WORKER_LOST, "worker " + job.worker() + " has not been heard of");
    return Optional.of(again(new Change(job, now), job, error, JobState.FAILED, retryAfter));
  }

  /** The worker stops and has not begun: the attempt is not used up. */
  public static Optional<JobRecord> returned(JobRecord job, int attempt, Instant now) {
    if (job.state() != JobState.DISPATCHED || job.attempt() != attempt) {
      return Optional.empty();
    }
    JobError error = JobError.of(JobError.WORKER_STOPPED, "worker " + job.worker() + " stopped");
    return Optional.of(
        job.cancelRequested()
            ? new Change(job, now).to(JobState.CANCELLED, error)
            : new Change(job, now).returned(error));
  }

  /** The attempt has taken too long: another attempt, or TIMED_OUT after the last. */
  public static Optional<JobRecord> overdue(
      JobRecord job, int attempt, Duration retryAfter, Instant now) {
    if (!job.state().assigned() || job.attempt() != attempt) {
      return Optional.empty();
    }
    JobError error =
        JobError.of(JobError.TIMEOUT, "no result within " + job.request().timeoutMillis() + " ms");
    return Optional.of(again(new Change(job, now), job, error, JobState.TIMED_OUT, retryAfter));
  }

  /** The deadline of the job has passed: TIMED_OUT. Nothing, if it has not, or there is none. */
  public static Optional<JobRecord> expired(JobRecord job, Instant now) {
    Instant deadline = job.request().deadline();
    if (job.state().terminal() || deadline == null || now.isBefore(deadline)) {
      return Optional.empty();
    }
    JobError error = JobError.of(JobError.DEADLINE, "not done by " + deadline);
    return Optional.of(new Change(job, now).to(JobState.TIMED_OUT, error));
  }

  /** Somebody wants the job to stop: CANCELLED at once if nobody has it, else marked. */
  public static Optional<JobRecord> cancel(JobRecord job, @Nullable String reason, Instant now) {
    if (job.state().terminal() || job.cancelRequested()) {
      return Optional.empty();
    }
    Change change = new Change(job, now).cancelRequested();
    return Optional.of(
        job.state() == JobState.PENDING
            ? change.to(JobState.CANCELLED, JobError.of(JobError.CANCELLED, reason))
            : change.same());
  }

  /**
   * Another request came under the id of this job, and was refused: nothing changes but the
   * history, also of a job that has ended.
   */
  public static JobRecord otherRefused(JobRecord job, Instant now) {
    return new Change(job, now).noted(JobError.KEY_REUSED);
  }

  /** Returns the record of a request that was refused because its id is another job's. */
  public static JobRecord refused(JobRequest request, String why, Instant now) {
    JobError error = JobError.of(JobError.KEY_REUSED, why);
    return new Change(accepted(request, now), now).to(JobState.FAILED, error);
  }

  /** An attempt that was not the last is followed by another one, unless somebody wants an end. */
  private static JobRecord again(
      Change change, JobRecord job, JobError error, JobState last, Duration retryAfter) {
    if (job.cancelRequested()) {
      return change.to(JobState.CANCELLED, error);
    }
    return job.exhausted() ? change.to(last, error) : change.pending(error, retryAfter);
  }

  private static JobError error(JobResult result, String code) {
    return result.error() == null ? JobError.of(code, null) : result.error();
  }

  /** A copy of a record with some of it changed. */
  private static final class Change {
    private final JobRecord from;
    private final Instant now;
    private int attempt;
    private int returned;
    private @Nullable String worker;
    private @Nullable JsonNode result;
    private boolean cancelRequested;
    private @Nullable Instant nextAttemptAt;
    private List<Transition> history;

    Change(JobRecord from, Instant now) {
      this.from = from;
      this.now = now;
      attempt = from.attempt();
      returned = from.returned();
      worker = from.worker();
      cancelRequested = from.cancelRequested();
      history = from.history();
    }

    Change attempt(int number, String by) {
      attempt = number;
      worker = by;
      return this;
    }

    /** A result tells of a beginning that nobody may have heard of. */
    Change begun(@Nullable Instant at) {
      if (at != null && from.state() == JobState.DISPATCHED) {
        history =
            Histories.with(
                history, List.of(new Transition(JobState.RUNNING, at, attempt, worker, null)));
      }
      return this;
    }

    Change cancelRequested() {
      cancelRequested = true;
      return this;
    }

    JobRecord succeeded(@Nullable JsonNode value) {
      result = value;
      return to(JobState.SUCCEEDED, null);
    }

    JobRecord pending(JobError error, Duration retryAfter) {
      nextAttemptAt = now.plus(retryAfter);
      return to(JobState.PENDING, error);
    }

    JobRecord returned(JobError error) {
      returned++;
      return to(JobState.PENDING, error);
    }

    JobRecord noted(String reason) {
      result = from.result();
      nextAttemptAt = from.nextAttemptAt();
      history =
          Histories.with(
              history, List.of(new Transition(from.state(), now, attempt, worker, reason)));
      return record(from.state(), from.error());
    }

    JobRecord same() {
      return record(from.state(), from.error());
    }

    JobRecord to(JobState state, @Nullable JobError error) {
      String reason = error == null ? null : error.code();
      history =
          Histories.with(history, List.of(new Transition(state, now, attempt, worker, reason)));
      return record(state, error);
    }

    private JobRecord record(JobState state, @Nullable JobError error) {
      return new JobRecord(
          Protocol.VERSION,
          from.request(),
          state,
          attempt,
          returned,
          worker,
          result,
          error,
          history,
          cancelRequested,
          nextAttemptAt,
          from.createdAt(),
          now);
    }
  }
}
