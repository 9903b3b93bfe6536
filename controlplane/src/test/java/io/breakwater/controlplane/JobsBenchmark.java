package io.breakwater.controlplane;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.scheduler.SchedulerService;
import io.breakwater.controlplane.scheduler.SchedulerSettings;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How long a job takes, and how many there are in a second, beside what the broker itself does in
 * the same run. One broker as a process; client, scheduler and workers in this JVM, each on a
 * connection of its own. Not a test: {@code java ...JobsBenchmark [jobs]}.
 */
public final class JobsBenchmark {
  /** The last quarter counts: a job runs through much code, and the JIT takes its time. */
  private static final int SINGLE = 8_000;

  private static final int WARM_UP = 6_000;
  private static final int AT_A_TIME = 5_000;

  private JobsBenchmark() {}

  /** Runs; prints figures. */
  public static void main(String[] arguments) throws Exception {
    int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    try (TestBroker broker = new TestBroker();
        Bus client = broker.bus("client");
        Bus schedulerBus = broker.bus("scheduler");
        Bus workerBus = broker.bus("worker")) {
      Provisioning.ensure(client).toCompletableFuture().get();
      brokerAlone(client.connection(), 50_000);
      try (SchedulerService scheduler =
              new SchedulerService(schedulerBus, "s1", SchedulerSettings.DEFAULTS);
          Worker worker =
              Worker.named(workerBus, "w1").slots(128).on("echo", JobContext::payload).start();
          JobLoad load = new JobLoad(client)) {
        scheduler.start();
        load.run(WARM_UP, AT_A_TIME);
        double before = roundTrip(client.connection());
        double job = latency(load);
        // Right before and right after: what else the machine does costs both alike.
        double trip = (before + roundTrip(client.connection())) / 2;
        System.out.printf(Locale.ROOT, "%.1f round trips%n", job / trip);
        long start = System.nanoTime();
        load.run(jobs, AT_A_TIME);
        JobLoad.rate("submit -> done, " + jobs + " jobs, one worker", jobs, start);
        System.out.println(worker.id() + " ends");
      }
    }
  }

  private static double latency(JobLoad load) throws Exception {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < SINGLE; i++) {
      long start = System.nanoTime();
      nanos.add(load.submit().get(JobLoad.LIMIT.toSeconds(), TimeUnit.SECONDS) - start);
    }
    return JobLoad.print("submit -> done, one at a time", nanos.subList(SINGLE / 4 * 3, SINGLE));
  }

  private static double roundTrip(Connection nats) throws Exception {
    JetStream js = nats.jetStream();
    byte[] body = new byte[400];
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      long start = System.nanoTime();
      js.publish("bench", body);
      nanos.add(System.nanoTime() - start);
    }
    return JobLoad.print(
        "broker: publish -> acknowledged, one at a time", nanos.subList(2_000, 4_000));
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
        JobLoad.rate("broker: publish, 1,000 under way", messages, start);
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
    JobLoad.rate("broker: fetch 500 and acknowledge", messages, start);
  }
}
