package io.breakwater.controlplane;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.contract.Heartbeat;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Protocol;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.contract.WorkerStatus;
import io.breakwater.controlplane.scheduler.SchedulerService;
import io.breakwater.controlplane.scheduler.SchedulerSettings;
import io.breakwater.controlplane.store.Provisioning;
import io.breakwater.controlplane.worker.JobContext;
import io.breakwater.controlplane.worker.Worker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What many queued jobs and many workers cost: how fast jobs are taken in and worked off, in parts,
 * so that it is seen if the later ones cost more; what memory they take; how long a successor takes
 * to have them all. Not a test: {@code java ...ScaleBenchmark [jobs] [workers]}.
 */
public final class ScaleBenchmark {
  private static final int WARM_UP = 6_000;
  private static final int PARTS = 4;
  private static final int AHEAD = 5_000;
  private static final int BEAT_MILLIS = 5_000;

  private ScaleBenchmark() {}

  /** Runs; prints figures. */
  public static void main(String[] arguments) throws Exception {
    int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int workers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
    ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();
    try (TestBroker broker = new TestBroker();
        Bus client = broker.bus("client");
        Bus firstBus = broker.bus("s1");
        Bus secondBus = broker.bus("s2");
        Bus workerBus = broker.bus("worker");
        SchedulerService second =
            new SchedulerService(secondBus, "s2", SchedulerSettings.DEFAULTS)) {
      Provisioning.ensure(client).toCompletableFuture().get();
      List<CompletableFuture<Long>> all = new ArrayList<>();
      try (SchedulerService first =
              new SchedulerService(firstBus, "s1", SchedulerSettings.DEFAULTS);
          JobLoad load = new JobLoad(client)) {
        first.start();
        try (Worker worker = worker(workerBus, "w1")) {
          load.run(WARM_UP, AHEAD);
          System.out.println(worker.id() + " ends");
        }
        beat(beats, client, workers);
        while (first.workers() < workers) {
          Thread.sleep(100);
        }
        long empty = used();
        for (int part = 1; part <= PARTS; part++) {
          long start = System.nanoTime();
          takeIn(load, first, all, jobs / PARTS);
          JobLoad.rate("taken in, up to " + all.size() + " jobs", jobs / PARTS, start);
          memory("heap for " + all.size() + " jobs, client's part included", used() - empty);
        }
        second.start();
        long closed = System.nanoTime();
        first.close();
        while (second.openJobs() < jobs) {
          Thread.sleep(5);
        }
        JobLoad.rate("taken over by the successor", jobs, closed);
        workOff(workerBus, all, jobs);
      }
    } finally {
      beats.shutdownNow();
    }
  }

  private static void takeIn(
      JobLoad load, SchedulerService scheduler, List<CompletableFuture<Long>> all, int jobs)
      throws InterruptedException {
    int until = all.size() + jobs;
    while (all.size() < until) {
      all.add(load.submit());
      while (all.size() - scheduler.openJobs() > AHEAD) {
        Thread.sleep(1);
      }
    }
    while (scheduler.openJobs() < until) {
      Thread.sleep(5);
    }
  }

  private static void workOff(Bus bus, List<CompletableFuture<Long>> all, int jobs)
      throws Exception {
    int each = jobs / PARTS;
    long start = System.nanoTime();
    try (Worker worker = worker(bus, "w2")) {
      List<Long> done = JobLoad.await(all);
      for (int part = 1; part <= PARTS; part++) {
        long from = part == 1 ? start : done.get(each * (part - 1) - 1);
        double seconds = (done.get(each * part - 1) - from) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "%-60s %,.0f/s%n",
            "worked off by " + worker.id() + ", part " + part + " of " + PARTS,
            each / seconds);
      }
    }
  }

  private static Worker worker(Bus bus, String id) {
    return Worker.named(bus, id).slots(128).on("echo", JobContext::payload).start();
  }

  /** Heartbeats of workers that can do something else. */
  private static void beat(ScheduledExecutorService beats, Bus bus, int workers) {
    WorkerStatus status = new WorkerStatus("default", List.of("other"), Map.of(), 4, List.of());
    long[] number = {0};
    var unused =
        beats.scheduleAtFixedRate(
            () -> {
              long next = number[0]++;
              Heartbeat beat =
                  new Heartbeat(
                      Protocol.VERSION,
                      "worker",
                      "other-" + next % workers,
                      next / workers + 1,
                      Instant.now(),
                      BEAT_MILLIS,
                      status);
              bus.publish(Subjects.HEARTBEAT, Json.bytes(beat));
            },
            0,
            BEAT_MILLIS * 1_000L / workers,
            TimeUnit.MICROSECONDS);
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void memory(String what, long bytes) {
    System.out.printf(Locale.ROOT, "%-60s %,d KiB%n", what, bytes / 1024);
  }
}
