package io.breakwater.controlplane.workflow;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.StoredWorkflow;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.ConflictException;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Markers;
import io.breakwater.controlplane.store.StoreException;
import io.breakwater.controlplane.store.Versioned;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * What the engine reads and writes. Calls block, but for {@link #job}; they throw {@link
 * StoreException} in an outage, and {@link ConflictException} if somebody else was first.
 */
final class RunStore {
  private static final Duration LIST_LIMIT = Duration.ofSeconds(30);

  private final Documents<RunRecord> runs;
  private final Documents<JobRecord> jobs;
  private final Documents<StoredWorkflow> workflows;
  private final Markers open;

  RunStore(Bus bus) {
    runs = Documents.lean(bus, Bucket.RUNS, RunRecord.class);
    jobs = Documents.lean(bus, Bucket.JOBS, JobRecord.class);
    workflows = Documents.lean(bus, Bucket.WORKFLOWS, StoredWorkflow.class);
    open = new Markers(bus, Bucket.OPEN_RUNS);
  }

  Optional<Versioned<RunRecord>> run(String id) throws InterruptedException {
    return await(runs.get(id));
  }

  Versioned<RunRecord> update(RunRecord run, long revision) throws InterruptedException {
    return new Versioned<>(run, await(runs.update(run.id(), run, revision)));
  }

  CompletionStage<Optional<Versioned<JobRecord>>> job(String id) {
    return jobs.get(id);
  }

  Optional<StoredWorkflow> workflow(String id, int definitionVersion) throws InterruptedException {
    return await(workflows.get(StoredWorkflow.key(id, definitionVersion))).map(Versioned::value);
  }

  /** Returns the markers of open runs, with what takes each away. */
  Map<String, Long> open() throws InterruptedException {
    return open.list(LIST_LIMIT);
  }

  /** Takes the marker of a run away, unless somebody has set it again. */
  void close(String run, long marker) throws InterruptedException {
    try {
      await(open.delete(run, marker));
    } catch (ConflictException e) {
      // It is gone, or there is a new one that the next look finds.
    }
  }

  static <T> T await(CompletionStage<T> stage) throws InterruptedException {
    try {
      return stage.toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
