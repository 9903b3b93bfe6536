package io.breakwater.controlplane;

import io.breakwater.client.Bus;
import io.breakwater.client.BusSubscription;
import io.breakwater.client.MessageId;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.scheduler.SchedulerService;
import io.breakwater.controlplane.scheduler.SchedulerSettings;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Provisioning;
import io.breakwater.controlplane.worker.JobContext;
import io.breakwater.controlplane.worker.Worker;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamSubscription;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
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

/**
 * How long a job takes, and how many there are in a second, beside what the broker itself does in
 * the same run. One broker as a process; client, scheduler and workers in this JVM, each on a
 * connection of its own. Not a test: {@code java ...JobsBenchmark [jobs] [queued]}.
 */
public final class JobsBenchmark {
  private static final int SINGLE = 500;
  private static final int WARM_UP = 3_000;
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final Map<String, CompletableFuture<Long>> waiting = new ConcurrentHashMap<>();
  private final Bus client;

  private JobsBenchmark(Bus client) {
    this.client = client;
  }

  /** Runs; prints figures. */
  public static void main(String[] arguments) throws Exception {
    int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    int queued = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    try (TestBroker broker = new TestBroker();
        Bus client = broker.bus("client");
        Bus schedulerBus = broker.bus("scheduler");
        Bus workerBus = broker.bus("worker")) {
      Provisioning.ensure(client).toCompletableFuture().get();
      brokerAlone(client.connection(), 50_000);
      try (SchedulerService scheduler =
          new SchedulerService(schedulerBus, "s1", SchedulerSettings.DEFAULTS)) {
        scheduler.start();
        JobsBenchmark run = new JobsBenchmark(client);
        try (BusSubscription unused =
            client.subscribe(Bucket.JOBS.subject(">"), message -> run.seen(message.getData()))) {
          try (Worker worker = worker(workerBus, "w1")) {
            run.throughput(WARM_UP, "warm-up");
            run.latency();
            run.throughput(jobs, worker.id());
          }
          if (queued > 0) {
            run.backlog(queued, scheduler, workerBus);
          }
        }
      }
    }
  }

  private static Worker worker(Bus bus, String id) {
    return Worker.named(bus, id).slots(128).on("echo", JobContext::payload).start();
  }

  private void seen(byte[] stored) {
    JobRecord record = Json.read(stored, JobRecord.class);
    CompletableFuture<Long> waits = waiting.get(record.id());
    if (waits != null && record.state() == JobState.SUCCEEDED) {
      waits.complete(System.nanoTime());
    }
  }

  private CompletableFuture<Long> submit() {
    JobRequest request =
        Plane.job("echo")
            .payload(Json.mapper().valueToTree("x".repeat(100)))
            .submittedAt(Instant.now());
    CompletableFuture<Long> done = new CompletableFuture<>();
    waiting.put(request.id(), done);
    client.outbox().send(Subjects.JOB_SUBMIT, Json.bytes(request), MessageId.of(request.id()));
    return done;
  }

  private void latency() throws Exception {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < SINGLE; i++) {
      long start = System.nanoTime();
      nanos.add(submit().get(LIMIT.toSeconds(), TimeUnit.SECONDS) - start);
    }
    waiting.clear();
    print("submit -> done, one at a time", nanos);
  }

  private void throughput(int jobs, String what) throws Exception {
    long start = System.nanoTime();
    List<CompletableFuture<Long>> all = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      all.add(submit());
      while (waiting.size() > 5_000 && all.get(all.size() - 5_000).isDone()) {
        waiting.values().removeIf(CompletableFuture::isDone);
      }
      if (i >= 5_000) {
        all.get(i - 5_000).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
    }
    for (CompletableFuture<Long> done : all) {
      done.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    waiting.clear();
    rate("submit -> done, " + jobs + " jobs (" + what + ")", jobs, start);
  }

  private void backlog(int jobs, SchedulerService scheduler, Bus workerBus) throws Exception {
    long start = System.nanoTime();
    List<CompletableFuture<Long>> all = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      all.add(submit());
      while (i - scheduler.openJobs() > 5_000) {
        Thread.sleep(1);
      }
    }
    while (scheduler.openJobs() < jobs) {
      Thread.sleep(10);
    }
    rate("taken in and queued, " + jobs + " jobs", jobs, start);
    start = System.nanoTime();
    try (Worker worker = worker(workerBus, "w2")) {
      for (CompletableFuture<Long> done : all) {
        done.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
      rate("worked off, " + jobs + " jobs (" + worker.id() + ")", jobs, start);
    }
  }

  private static void brokerAlone(Connection nats, int messages) throws Exception {
    nats.jetStreamManagement()
        .addStream(
            StreamConfiguration.builder()
                .name("BENCH")
                .subjects("bench")
                .storageType(StorageType.File)
                .build());
    JetStream js = nats.jetStream();
    byte[] body = new byte[400];
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      long start = System.nanoTime();
      js.publish("bench", body);
      nanos.add(System.nanoTime() - start);
    }
    print("broker: publish -> acknowledged, one at a time", nanos.subList(1_000, 2_000));
    for (int round = 0; round < 2; round++) {
      long start = System.nanoTime();
      List<CompletableFuture<PublishAck>> acks = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        acks.add(js.publishAsync("bench", body));
        if (i >= 1_000) {
          acks.get(i - 1_000).get();
        }
      }
      for (CompletableFuture<PublishAck> ack : acks) {
        ack.get();
      }
      if (round > 0) {
        rate("broker: publish, 1,000 under way", messages, start);
      }
    }
    JetStreamSubscription pull =
        js.subscribe("bench", PullSubscribeOptions.builder().durable("bench").build());
    long start = System.nanoTime();
    int taken = 0;
    while (taken < messages) {
      for (var message : pull.fetch(500, Duration.ofSeconds(5))) {
        message.ack();
        taken++;
      }
    }
    rate("broker: fetch 500 and acknowledge", messages, start);
    nats.jetStreamManagement().deleteStream("BENCH");
  }

  private static void print(String what, List<Long> nanos) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%-55s p50 %.2f ms, p99 %.2f ms%n",
        what,
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 99 / 100) / 1e6);
  }

  private static void rate(String what, int count, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "%-55s %,.0f/s (%.1f s)%n", what, count / seconds, seconds);
  }
}
