package io.breakwater.controlplane;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.scheduler.SchedulerService;
import io.breakwater.controlplane.scheduler.SchedulerSettings;
import io.breakwater.controlplane.store.Provisioning;
import io.breakwater.controlplane.worker.JobContext;
import io.breakwater.controlplane.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * How fast the backlog of an outage is worked off, beside the rate before it: the broker is killed
 * in the middle of a load that goes on, and restarted. Not a test: {@code java ...OutageBenchmark
 * [jobs per second] [seconds of outage]...}.
 */
public final class OutageBenchmark {
  private static final int WARM_UP = 6_000;
  private static final int STEADY = 10_000;
  private static final int AT_A_TIME = 2_000;

  /** By then all is done that was not cut off. */
  private static final Duration LOOK_UP_AFTER = Duration.ofSeconds(12);

  private OutageBenchmark() {}

  /** Runs; prints figures. */
  public static void main(String[] arguments) throws Exception {
    int perSecond = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 600;
    try (TestBroker broker = new TestBroker();
        Bus client = broker.bus("client");
        Bus schedulerBus = broker.bus("scheduler");
        Bus workerBus = broker.bus("worker")) {
      Provisioning.ensure(client).toCompletableFuture().get();
      Provisioning.ensure(schedulerBus);
      try (SchedulerService scheduler =
              new SchedulerService(schedulerBus, "s1", SchedulerSettings.DEFAULTS);
          Worker worker =
              Worker.named(workerBus, "w1").slots(128).on("echo", JobContext::payload).start();
          JobLoad load = new JobLoad(client)) {
        scheduler.start();
        load.run(WARM_UP, AT_A_TIME);
        for (int i = 1; i < Math.max(2, arguments.length); i++) {
          long start = System.nanoTime();
          load.run(STEADY, AT_A_TIME);
          double steady = STEADY * 1e9 / (System.nanoTime() - start);
          int seconds = arguments.length > i ? Integer.parseInt(arguments[i]) : 8;
          outage(broker, client, load, perSecond, Duration.ofSeconds(seconds), steady);
        }
        System.out.println(worker.id() + " ends");
      }
    }
  }

  private static void outage(
      TestBroker broker, Bus client, JobLoad load, int perSecond, Duration lasts, double steady)
      throws Exception {
    List<CompletableFuture<Long>> all = new ArrayList<>();
    submit(load, all, perSecond, Duration.ofSeconds(2));
    broker.server().kill();
    submit(load, all, perSecond, lasts);
    int backlog = (int) all.stream().filter(job -> !job.isDone()).count();
    long restarted = System.nanoTime();
    broker.server().restart();
    while (!client.health().connected()) {
      Thread.sleep(1);
    }
    long connected = System.nanoTime();
    Thread.sleep(LOOK_UP_AFTER.toMillis());
    long missed = all.stream().filter(job -> !job.isDone()).count();
    while (all.stream().anyMatch(job -> !job.isDone())) {
      load.lookUp();
      Thread.sleep(500);
    }
    List<Long> after = JobLoad.await(all).stream().filter(time -> time > restarted).toList();
    long first = after.get(0);
    System.out.printf(
        Locale.ROOT,
        "steady %,.0f/s; outage of %d s, backlog %,d; connected after %.2f s, first job done %.2f s"
            + " after that; worked off at %s of the steady rate (half, 90 %%, 99 %%, all);"
            + " looked up %d, the last %.1f s after the connection%n",
        steady,
        lasts.toSeconds(),
        backlog,
        (connected - restarted) / 1e9,
        (first - connected) / 1e9,
        shares(after, connected, steady),
        missed,
        (after.get(after.size() - 1) - connected) / 1e9);
  }

  /** From the connection on, not from the first job: the wait for that is part of it. */
  private static String shares(List<Long> after, long connected, double steady) {
    StringBuilder text = new StringBuilder();
    for (double part : new double[] {0.5, 0.9, 0.99, 1}) {
      int count = (int) Math.max(1, after.size() * part);
      double rate = count * 1e9 / (after.get(count - 1) - connected);
      text.append(String.format(Locale.ROOT, "%.0f %% ", 100 * rate / steady));
    }
    return text.toString().strip();
  }

  private static void submit(
      JobLoad load, List<CompletableFuture<Long>> all, int perSecond, Duration lasts)
      throws InterruptedException {
    long start = System.nanoTime();
    long end = start + lasts.toNanos();
    int count = 0;
    while (System.nanoTime() < end) {
      while (count < (System.nanoTime() - start) / 1e9 * perSecond) {
        all.add(load.submit());
        count++;
      }
      Thread.sleep(1);
    }
  }
}
