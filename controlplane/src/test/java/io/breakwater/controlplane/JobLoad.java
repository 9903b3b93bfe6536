package io.breakwater.controlplane;

import io.breakwater.client.Bus;
import io.breakwater.client.BusSubscription;
import io.breakwater.client.MessageId;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Documents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A client that submits jobs, and hears when each of them is done. For benchmarks. */
final class JobLoad implements AutoCloseable {
  /** Longer than anything takes. */
  static final Duration LIMIT = Duration.ofMinutes(4);

  private static final String BODY = "x".repeat(100);

  private final Map<String, CompletableFuture<Long>> waiting = new ConcurrentHashMap<>();
  private final Bus client;
  private final BusSubscription states;
  private final Documents<JobRecord> jobs;

  JobLoad(Bus client) {
    this.client = client;
    jobs = new Documents<>(client, Bucket.JOBS, JobRecord.class);
    states = client.subscribe(Bucket.JOBS.subject(">"), message -> seen(message.getData()));
  }

  private void seen(byte[] stored) {
    seen(Json.read(stored, JobRecord.class));
  }

  private void seen(JobRecord record) {
    if (record.state() == JobState.SUCCEEDED) {
      CompletableFuture<Long> waits = waiting.remove(record.id());
      if (waits != null) {
        waits.complete(System.nanoTime());
      }
    }
  }

  /** Submits a job of 100 bytes; completes with the time at which it was seen to be done. */
  CompletableFuture<Long> submit() {
    JobRequest request =
        Plane.job("echo").payload(Json.mapper().valueToTree(BODY)).submittedAt(Instant.now());
    CompletableFuture<Long> done = new CompletableFuture<>();
    waiting.put(request.id(), done);
    var unused =
        client
            .outbox()
            .send(Subjects.JOB_SUBMIT, Json.bytes(request), MessageId.of(request.id()))
            .whenComplete(
                (receipt, failure) -> {
                  if (failure != null) {
                    done.completeExceptionally(failure);
                  }
                });
    return done;
  }

  /** Looks up those that wait: what was stored when the connection was lost was not heard of. */
  void lookUp() {
    for (String id : waiting.keySet()) {
      var unused = jobs.get(id).thenAccept(there -> there.ifPresent(found -> seen(found.value())));
    }
  }

  /** Submits jobs, so many at a time, and returns when each was done. */
  List<Long> run(int jobs, int atATime) throws Exception {
    List<CompletableFuture<Long>> all = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      all.add(submit());
      if (i >= atATime) {
        all.get(i - atATime).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
    }
    return await(all);
  }

  static List<Long> await(List<CompletableFuture<Long>> all) throws Exception {
    List<Long> times = new ArrayList<>();
    for (CompletableFuture<Long> done : all) {
      times.add(done.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
    Collections.sort(times);
    return times;
  }

  /** Prints, and returns the median. */
  static double print(String what, List<Long> nanos) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%-60s p50 %.2f ms, p99 %.2f ms%n",
        what,
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 99 / 100) / 1e6);
    return sorted.get(sorted.size() / 2);
  }

  static void rate(String what, int count, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "%-60s %,.0f/s (%.1f s)%n", what, count / seconds, seconds);
  }

  @Override
  public void close() {
    states.close();
  }
}
