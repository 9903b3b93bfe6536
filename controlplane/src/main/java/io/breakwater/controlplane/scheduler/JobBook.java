package io.breakwater.controlplane.scheduler;

import io.breakwater.client.MessageRejectedException;
import io.breakwater.controlplane.contract.CancelReply;
import io.breakwater.controlplane.contract.CancelRequest;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobResult;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.JobTransitions;
import io.breakwater.controlplane.store.ConflictException;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Markers;
import io.breakwater.controlplane.store.StoreException;
import io.breakwater.controlplane.store.UnreadableException;
import io.breakwater.controlplane.store.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open jobs: takes them in, and applies what is heard of them. Belongs to the loop. */
final class JobBook {
  private static final Logger log = LoggerFactory.getLogger(JobBook.class);
  private static final Duration AGAIN = Duration.ofMillis(250);

  private final Documents<JobRecord> documents;
  private final Markers markers;
  private final Loop loop;
  private final BooleanSupplier active;
  private final RandomGenerator random;
  private final Allocation allocation;
  private final Tally tally;
  private final JobWriter writer;
  private final OtherRequests others;
  private final Map<String, OpenJob> open = new HashMap<>();
  private long order;

  JobBook(
      Documents<JobRecord> documents,
      Markers markers,
      Loop loop,
      BooleanSupplier active,
      RandomGenerator random,
      Allocation allocation,
      Tally tally) {
    this.documents = documents;
    this.markers = markers;
    this.loop = loop;
    this.active = active;
    this.random = random;
    this.allocation = allocation;
    this.tally = tally;
    writer =
        new JobWriter(
            documents, loop, active, this::changed, this::vanished, this::forget, this::settled);
    allocation.writesWith(writer);
    others = new OtherRequests(documents, this::load, open::get, writer);
  }

  int size() {
    return open.size();
  }

  Set<String> ids() {
    return open.keySet();
  }

  @Nullable OpenJob find(String id) {
    return open.get(id);
  }

  /**
   * Takes a job; completes when it is stored, whether by this call or by an earlier one. Fails if
   * what is stored under its id is another request: that is told in the other's history, and this
   * one never runs.
   */
  CompletionStage<Void> accept(JobRequest request) {
    OpenJob known = open.get(request.id());
    OpenJob job = known != null ? known : take(request, allocation::atOnce);
    return job.stored.thenCompose(
        stored ->
            (known == null && !job.was) || request.run() != null
                ? CompletableFuture.completedStage(null)
                : others.refuse(request));
  }

  private OpenJob take(JobRequest request, BiFunction<OpenJob, JobRecord, JobRecord> first) {
    OpenJob job = new OpenJob(request, ++order);
    open.put(job.id, job);
    job.writing = true;
    writer.alone(
        job, () -> store(job, first.apply(job, JobTransitions.accepted(request, Instant.now()))));
    return job;
  }

  /**
   * The marker and the record are written together: the submission is acknowledged when both are
   * there, and comes again if only one is.
   */
  private void store(OpenJob job, JobRecord record) {
    if (!active.getAsBoolean()) {
      later(job, record);
      return;
    }
    CompletableFuture<Long> marker = markers.put(job.id).toCompletableFuture();
    CompletableFuture<Long> created = documents.create(job.id, record).toCompletableFuture();
    writer.on(
        job,
        CompletableFuture.allOf(marker, created),
        (both, failure) -> stored(job, record, marker, created));
  }

  private void later(OpenJob job, JobRecord record) {
    loop.later(AGAIN, () -> writer.alone(job, () -> store(job, record)));
  }

  private void stored(
      OpenJob job, JobRecord record, CompletableFuture<Long> marker, CompletableFuture<Long> made) {
    if (!marker.isCompletedExceptionally()) {
      job.marker = marker.join();
    }
    if (!marker.isCompletedExceptionally() && !made.isCompletedExceptionally()) {
      begin(job, new Versioned<>(record, made.join()));
      return;
    }
    writer.on(job, made, (revision, failure) -> notStored(job, record, failure));
  }

  private void notStored(OpenJob job, JobRecord record, @Nullable Throwable failure) {
    if (failure instanceof ConflictException) {
      allocation.forget(job);
      writer.on(
          job,
          load(job.id),
          (there, unreadable) -> {
            if (there == null) {
              refuse(job, "a record is there that cannot be read");
            } else {
              // Not the first time that the job is submitted, unless somebody has deleted it now.
              there.ifPresentOrElse(found -> met(job, found), () -> store(job, record));
            }
          });
    } else if (failure instanceof StoreException e && e.kind() == StoreException.Kind.TOO_LARGE) {
      refuse(job, String.valueOf(e.getMessage()));
    } else {
      log.debug("job {} is not stored yet: {}", job.id, String.valueOf(failure));
      later(job, record);
    }
  }

  private void met(OpenJob job, Versioned<JobRecord> found) {
    job.was = true;
    begin(job, found);
  }

  private void refuse(OpenJob job, String reason) {
    forget(job);
    erase(job);
    job.stored.completeExceptionally(new MessageRejectedException(reason));
  }

  private void begin(OpenJob job, Versioned<JobRecord> stored) {
    job.writing = false;
    job.is(stored.value(), stored.revision());
    job.stored.complete(null);
    writer.alone(job, () -> changed(job));
    writer.alone(job, () -> writer.next(job));
  }

  /** Takes over a job that is stored; nothing if it has ended. */
  @Nullable OpenJob adopt(Versioned<JobRecord> stored, long marker) {
    OpenJob known = open.get(stored.value().id());
    if (known != null) {
      return known;
    }
    OpenJob job = new OpenJob(stored.value().request(), ++order);
    job.marker = marker;
    open.put(job.id, job);
    begin(job, stored);
    return open.get(job.id);
  }

  /**
   * A job is marked as open and not known: it is taken over, or its marker goes; so it does if the
   * record cannot be read, which is a dead letter then. The stage fails if neither could be; either
   * way the others go on.
   */
  CompletionStage<?> adoptMarked(String id, long marker) {
    return load(id)
        .handle(
            (there, failure) -> {
              if (unwrapped(failure) instanceof UnreadableException unreadable) {
                allocation.buryUnreadable(id, unreadable, () -> erase(id, marker));
              } else if (failure != null) {
                throw new CompletionException(failure);
              } else if (open.get(id) == null) {
                there.ifPresentOrElse(found -> adopt(found, marker), () -> erase(id, marker));
              }
              return null;
            });
  }

  private static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }

  /** Somebody took the marker of an open job away, or the broker lost it. */
  void markAgain(OpenJob job) {
    loop.on(
        markers.put(job.id),
        (revision, failure) -> {
          if (revision != null) {
            job.marker = revision;
          }
        });
    writer.refresh(job);
  }

  /** What a worker says of an attempt. */
  CompletionStage<Boolean> result(JobResult result) {
    return known(result.jobId())
        .thenCompose(
            job ->
                job == null
                    ? CompletableFuture.completedStage(false)
                    : writer.change(
                        job,
                        record ->
                            JobTransitions.finished(
                                record,
                                result,
                                record.request().retryAfter(result.attempt(), random.nextDouble()),
                                Instant.now())));
  }

  /** A worker has begun. */
  void running(String id, int attempt, String worker) {
    OpenJob job = open.get(id);
    if (job != null && job.state == JobState.DISPATCHED && worker.equals(job.holder)) {
      var unused = writer.change(job, now -> JobTransitions.running(now, attempt, Instant.now()));
    }
  }

  /** Somebody wants a job to stop. */
  CompletionStage<CancelReply> cancel(CancelRequest request) {
    return load(request)
        .thenCompose(
            there -> {
              OpenJob job = open.get(request.jobId());
              if (job == null && there.isPresent()) {
                job = adopt(there.get(), 0);
              }
              if (job != null) {
                return cancel(job, request.reason());
              }
              JobRequest untaken = request.job();
              return there.isEmpty() && untaken != null
                  ? takeCancelled(untaken, request.reason())
                  : CompletableFuture.completedStage(ended(there));
            });
  }

  private CompletionStage<CancelReply> cancel(OpenJob job, @Nullable String reason) {
    return writer
        .change(job, now -> JobTransitions.cancel(now, reason, Instant.now()))
        .thenApply(changed -> answer(job, changed));
  }

  /** Nobody has taken it yet: it is taken as cancelled, and its submission will find it so. */
  private CompletionStage<CancelReply> takeCancelled(JobRequest request, @Nullable String reason) {
    OpenJob job =
        take(
            request,
            (taken, fresh) -> JobTransitions.cancel(fresh, reason, Instant.now()).orElse(fresh));
    return job.stored.thenCompose(
        stored ->
            job.state == JobState.CANCELLED
                ? CompletableFuture.completedStage(answer(job, true))
                : cancel(job, reason));
  }

  private CompletionStage<Optional<Versioned<JobRecord>>> load(CancelRequest request) {
    return open.containsKey(request.jobId())
        ? CompletableFuture.completedStage(Optional.empty())
        : load(request.jobId());
  }

  private static CancelReply ended(Optional<Versioned<JobRecord>> there) {
    return there
        .map(found -> CancelReply.of(CancelReply.Result.ALREADY_ENDED, found.value().state()))
        .orElseGet(() -> CancelReply.of(CancelReply.Result.UNKNOWN_JOB, null));
  }

  private static CancelReply answer(OpenJob job, boolean changed) {
    JobState state = job.state;
    if (state == null) {
      return CancelReply.of(CancelReply.Result.UNKNOWN_JOB, null);
    }
    CancelReply.Result result =
        !state.terminal()
            ? CancelReply.Result.REQUESTED
            : changed ? CancelReply.Result.CANCELLED : CancelReply.Result.ALREADY_ENDED;
    return CancelReply.of(result, state);
  }

  /** Completes with the open job; with null if it is unknown or has ended. */
  private CompletionStage<@Nullable OpenJob> known(String id) {
    OpenJob job = open.get(id);
    if (job != null) {
      return CompletableFuture.completedStage(job);
    }
    return load(id).thenApply(there -> there.map(found -> adopt(found, 0)).orElse(null));
  }

  /**
   * Reads a record, again and again until there is an answer; completes on the loop. Fails if it
   * cannot be read: nobody else's job may wait for that.
   */
  private CompletionStage<Optional<Versioned<JobRecord>>> load(String id) {
    CompletableFuture<Optional<Versioned<JobRecord>>> loaded = new CompletableFuture<>();
    load(id, loaded);
    return loaded;
  }

  private void load(String id, CompletableFuture<Optional<Versioned<JobRecord>>> loaded) {
    loop.on(
        documents.get(id),
        (there, failure) -> {
          if (there != null) {
            loaded.complete(there);
          } else if (failure instanceof UnreadableException) {
            log.error("job {}: its record cannot be read: {}", id, failure.getMessage());
            loaded.completeExceptionally(failure);
          } else {
            log.debug("job {} is not read yet: {}", id, String.valueOf(failure));
            loop.later(AGAIN, () -> load(id, loaded));
          }
        });
  }

  private void changed(OpenJob job) {
    if (open.get(job.id) != job || job.record == null) {
      return;
    }
    if (!job.record.state().terminal()) {
      allocation.drive(job, job.record);
      return;
    }
    forget(job);
    tally.ended(job.record.state());
    if (job.record.state() == JobState.FAILED || job.record.state() == JobState.TIMED_OUT) {
      allocation.bury(job.record, () -> erase(job));
    } else {
      erase(job);
    }
  }

  private void settled(OpenJob job) {
    if (open.get(job.id) == job) {
      allocation.keepIfThereIsRoom(job);
    }
  }

  private void vanished(OpenJob job, @Nullable UnreadableException unreadable) {
    forget(job);
    if (unreadable == null) {
      log.warn("job {}: its record is gone", job.id);
      erase(job);
    } else {
      allocation.buryUnreadable(job.id, unreadable, () -> erase(job));
    }
  }

  private void forget(OpenJob job) {
    open.remove(job.id, job);
    allocation.forget(job);
  }

  private void erase(OpenJob job) {
    // A marker whose revision is not known is found by the next look at all markers.
    if (job.marker != 0) {
      erase(job.id, job.marker);
    }
  }

  private void erase(String id, long marker) {
    var unused =
        markers
            .delete(id, marker)
            .exceptionally(
                failure -> {
                  log.debug("the marker of job {} stays for now: {}", id, failure.getMessage());
                  return null;
                });
  }
}
