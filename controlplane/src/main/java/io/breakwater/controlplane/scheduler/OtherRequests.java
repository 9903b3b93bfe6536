package io.breakwater.controlplane.scheduler;

import io.breakwater.client.MessageRejectedException;
import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobTransitions;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Versioned;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submissions under the id of a job that there is. The same request again is that job; another one
 * can only come from a gateway that could ask nobody what its idempotency key stood for. It was
 * accepted there, so it must not vanish: it becomes a dead letter, and the history of the job says
 * that there was one. Belongs to the loop.
 */
final class OtherRequests {
  private static final Logger log = LoggerFactory.getLogger(OtherRequests.class);

  private final Documents<JobRecord> documents;
  private final Function<String, CompletionStage<Optional<Versioned<JobRecord>>>> load;
  private final Function<String, @Nullable OpenJob> open;
  private final JobWriter writer;

  OtherRequests(
      Documents<JobRecord> documents,
      Function<String, CompletionStage<Optional<Versioned<JobRecord>>>> load,
      Function<String, @Nullable OpenJob> open,
      JobWriter writer) {
    this.documents = documents;
    this.load = load;
    this.open = open;
    this.writer = writer;
  }

  /** Completes if a request is that of its job; fails, for it to become a dead letter, if not. */
  CompletionStage<Void> refuse(JobRequest request) {
    OpenJob job = open.apply(request.id());
    JobRecord record = job == null ? null : job.record;
    return record != null
        ? refuse(request, record, 0)
        : load.apply(request.id())
            .thenCompose(
                there ->
                    there.isEmpty()
                        ? CompletableFuture.completedStage(null)
                        : refuse(request, there.get().value(), there.get().revision()));
  }

  private CompletionStage<Void> refuse(JobRequest request, JobRecord there, long revision) {
    if (there.request().sameAs(request)) {
      return CompletableFuture.completedStage(null);
    }
    log.warn("job {}: another request under its id is a dead letter", request.id());
    String why =
        JobError.KEY_REUSED + ": the id is that of a job that was not the same; it never runs";
    return note(request.id(), there, revision)
        .handle(
            (noted, failure) -> {
              if (failure != null) {
                // The letter says it all the same.
                log.debug("job {}: its history does not say so: {}", request.id(), failure);
              }
              return noted;
            })
        .thenCompose(noted -> CompletableFuture.failedStage(new MessageRejectedException(why)));
  }

  private CompletionStage<?> note(String id, JobRecord there, long revision) {
    OpenJob job = open.apply(id);
    return job != null
        ? writer.change(job, now -> Optional.of(JobTransitions.otherRefused(now, Instant.now())))
        : documents.update(id, JobTransitions.otherRefused(there, Instant.now()), revision);
  }
}
