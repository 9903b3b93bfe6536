package io.breakwater.controlplane.scheduler;

import io.breakwater.client.MessageRejectedException;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.store.ConflictException;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.UnreadableException;
import io.breakwater.controlplane.store.Versioned;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the changes of jobs: of one job one after the other, of all jobs as many at a time as
 * there are. A change that meets another record than was thought is tried again on that one; one
 * whose answer does not come is, too, until the term ends. Belongs to the loop.
 */
final class JobWriter {
  private static final Logger log = LoggerFactory.getLogger(JobWriter.class);
  private static final Duration AGAIN = Duration.ofMillis(250);

  /** So many records are read at a time: of the largest size, they and their texts take 16 MiB. */
  private static final int MOST_READ = 32;

  private final Documents<JobRecord> documents;
  private final Loop loop;
  private final BooleanSupplier active;
  private final Consumer<OpenJob> changed;
  private final BiConsumer<OpenJob, @Nullable UnreadableException> vanished;
  private final Consumer<OpenJob> forget;
  private final Consumer<OpenJob> settled;

  /** Those whose records are to be read, and wait for others to be. */
  private final Deque<OpenJob> unread = new ArrayDeque<>();

  private int reading;

  /**
   * Creates a writer.
   *
   * @param active if this term may write now; what it may not write waits
   * @param changed is told when a job's record is another one, by whoever's hand
   * @param vanished is told when a job's record is there no more, or cannot be read
   * @param forget is told when this term can do nothing for a job
   * @param settled is told when nothing is to be written of a job for now
   */
  JobWriter(
      Documents<JobRecord> documents,
      Loop loop,
      BooleanSupplier active,
      Consumer<OpenJob> changed,
      BiConsumer<OpenJob, @Nullable UnreadableException> vanished,
      Consumer<OpenJob> forget,
      Consumer<OpenJob> settled) {
    this.documents = documents;
    this.loop = loop;
    this.active = active;
    this.changed = changed;
    this.vanished = vanished;
    this.forget = forget;
    this.settled = settled;
  }

  /**
   * Does what concerns one job. What that throws concerns no other: the job is left alone until the
   * next look at all markers, and whoever waits for it hears of it.
   */
  void alone(OpenJob job, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | StackOverflowError e) {
      log.error("job {}: left alone until the next look at all markers", job.id, e);
      List<Change> waiting = List.copyOf(job.changes);
      job.changes.clear();
      job.writing = false;
      forget.accept(job);
      waiting.forEach(change -> change.done().completeExceptionally(e));
      job.stored.completeExceptionally(new MessageRejectedException("job " + job.id + ": " + e));
    }
  }

  /** Goes on with a job, {@link #alone}, when a stage has ended. */
  <T> void on(
      OpenJob job, CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    loop.on(stage, (value, failure) -> alone(job, () -> then.accept(value, failure)));
  }

  private void later(OpenJob job, Runnable task) {
    loop.later(AGAIN, () -> alone(job, task));
  }

  /** Changes a job; the stage completes with false if there was nothing to change. */
  CompletionStage<Boolean> change(OpenJob job, Function<JobRecord, Optional<JobRecord>> step) {
    Change change = new Change(step, new CompletableFuture<>());
    job.changes.add(change);
    alone(job, () -> next(job));
    return change.done();
  }

  /** Reads a job again, whatever is thought of it. */
  void refresh(OpenJob job) {
    if (!job.writing) {
      job.writing = true;
      reload(job);
    }
  }

  /** Begins with the next change of a job, if none is under way. */
  void next(OpenJob job) {
    Change change = job.changes.peek();
    if (job.writing) {
      return;
    }
    if (change == null) {
      settled.accept(job);
      return;
    }
    if (!active.getAsBoolean()) {
      later(job, () -> next(job));
      return;
    }
    job.writing = true;
    JobRecord now = job.record;
    if (now == null) {
      reload(job);
      return;
    }
    Optional<JobRecord> wanted = change.step().apply(now);
    if (wanted.isEmpty()) {
      job.writing = false;
      job.changes.remove();
      change.done().complete(false);
      next(job);
      return;
    }
    on(
        job,
        documents.update(job.id, wanted.get(), job.revision),
        (revision, failure) -> written(job, wanted.get(), revision, failure));
  }

  private void written(
      OpenJob job, JobRecord record, @Nullable Long revision, @Nullable Throwable failure) {
    if (revision != null) {
      job.writing = false;
      job.is(record, revision);
      Change change = job.changes.remove();
      alone(job, () -> changed.accept(job));
      change.done().complete(true);
      next(job);
    } else if (failure instanceof ConflictException) {
      reload(job);
    } else {
      log.debug("job {}: {}", job.id, String.valueOf(failure));
      later(job, () -> reload(job));
    }
  }

  private void reload(OpenJob job) {
    if (!active.getAsBoolean()) {
      later(job, () -> reload(job));
      return;
    }
    if (reading == MOST_READ) {
      unread.add(job);
      return;
    }
    reading++;
    on(
        job,
        documents.get(job.id),
        (there, failure) -> {
          reading--;
          readNext();
          if (there != null) {
            reloaded(job, there);
          } else {
            notReloaded(job, failure);
          }
        });
  }

  private void readNext() {
    OpenJob job = unread.poll();
    if (job != null) {
      alone(job, () -> reload(job));
    }
  }

  private void reloaded(OpenJob job, Optional<Versioned<JobRecord>> there) {
    if (there.isEmpty()) {
      gone(job, null);
      return;
    }
    job.writing = false;
    boolean other = there.get().revision() != job.revision;
    job.is(there.get().value(), there.get().revision());
    if (other) {
      changed.accept(job);
    }
    next(job);
  }

  private void notReloaded(OpenJob job, @Nullable Throwable failure) {
    if (failure instanceof UnreadableException unreadable) {
      log.error("job {}: its record cannot be read: {}", job.id, failure.getMessage());
      gone(job, unreadable);
    } else {
      log.debug("job {}: {}", job.id, String.valueOf(failure));
      later(job, () -> reload(job));
    }
  }

  private void gone(OpenJob job, @Nullable UnreadableException unreadable) {
    job.writing = false;
    vanished.accept(job, unreadable);
    // Whoever waits for its changes is not to go on with it.
    job.record = null;
    job.state = null;
    job.changes.forEach(change -> change.done().complete(false));
    job.changes.clear();
  }
}
