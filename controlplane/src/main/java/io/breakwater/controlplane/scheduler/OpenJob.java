package io.breakwater.controlplane.scheduler;

import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A job that has not ended, as the active scheduler knows it. Belongs to the loop. */
final class OpenJob {
  final String id;
  final Kind kind;
  final int priority;
  final String tenant;
  final @Nullable Instant deadline;

  /** The order in which jobs came. */
  final long order;

  final long timeoutNanos;

  /** What is stored, at {@link #revision}; null if it is to be read again when it is needed. */
  @Nullable JobRecord record;

  long revision;

  /** What the record says, kept or not; null before it is stored. */
  @Nullable JobState state;

  int attempt;
  boolean cancelRequested;

  /** Who has the latest attempt, by the record. */
  @Nullable String holder;

  /** The revision of its marker; 0 if that is not known. */
  long marker;

  /** Completes when it is stored for the first time. */
  final CompletableFuture<Void> stored = new CompletableFuture<>();

  /** If there was a record when it was to be stored. */
  boolean was;

  /** Changes that wait for the one under way. */
  final Deque<Change> changes = new ArrayDeque<>(2);

  boolean writing;

  /** Who has it, or is about to get it. */
  @Nullable WorkerState worker;

  /** What its record takes while it is kept, in bytes more or less. */
  long keptBytes;

  /** If it is in the queue of its kind. */
  boolean queued;

  /** The attempt that this term has sent to its worker; 0 for none. */
  int sentAttempt;

  /** Since when it could be given to a worker, or when it may be, as far as this term knows. */
  long readyNanos = System.nanoTime();

  /** When this term saw the attempt begin. */
  long attemptSinceNanos;

  /** Where it is among the alarms; 0 if it is not. */
  long alarmTick;

  OpenJob(JobRequest request, long order) {
    id = request.id();
    kind = new Kind(request.topic(), request.requirements());
    priority = request.priority();
    tenant = request.tenant();
    deadline = request.deadline();
    timeoutNanos = request.timeout().toNanos();
    this.order = order;
  }

  /** It is stored like this. */
  void is(JobRecord stored, long at) {
    record = stored;
    revision = at;
    state = stored.state();
    attempt = stored.attempt();
    cancelRequested = stored.cancelRequested();
    holder = stored.worker();
  }

  /** Returns if a worker has it. */
  boolean assigned() {
    return state != null && state.assigned();
  }
}
