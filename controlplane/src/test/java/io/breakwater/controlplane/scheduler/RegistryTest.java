package io.breakwater.controlplane.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.Heartbeat;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.WorkerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Kind ECHO = new Kind("echo", Map.of());
  private static final Kind HERE = new Kind("echo", Map.of("zone", "a"));
  private static final Duration BEAT = Duration.ofSeconds(5);

  private final Registry registry = new Registry(Map.of(), 3);
  private long order;

  private WorkerState heard(String worker, int slots, String zone, long now) {
    WorkerStatus status =
        new WorkerStatus("default", List.of("echo"), Map.of("zone", zone), slots, List.of());
    Heartbeat beat = new Heartbeat(1, "worker", worker, 1, NOW, BEAT.toMillis(), status);
    return registry.heard(beat, status, now);
  }

  private OpenJob job() {
    return new OpenJob(JobRequest.builder("j-" + ++order, "echo").submittedAt(NOW), order);
  }

  /** What it is to be: a look at all of them. */
  private double lowest(Kind kind) {
    return registry.all().stream()
        .filter(worker -> worker.suits(kind, Map.of()) && worker.hasRoom())
        .mapToDouble(WorkerState::load)
        .min()
        .orElse(-1);
  }

  @Test
  void leastLoaded_isTheOneThatALookAtAllFinds_whateverComesAndGoes() {
    Random random = new Random(7);
    List<OpenJob> given = new ArrayList<>();
    long now = 0;
    for (int step = 0; step < 20_000; step++) {
      int dice = random.nextInt(100);
      if (dice < 3) {
        // Another zone now and then, and no slots at the end of a worker.
        heard("w" + random.nextInt(20), random.nextInt(6), step % 7 == 0 ? "b" : "a", now);
      } else if (dice < 45 && !given.isEmpty()) {
        registry.unassign(given.remove(random.nextInt(given.size())));
      } else if (dice == 99) {
        now += Duration.ofSeconds(2).toNanos();
        registry.takeLost(now, 0).forEach(lost -> given.removeIf(job -> job.worker == lost));
      } else {
        Kind kind = dice % 2 == 0 ? ECHO : HERE;
        assertThat(registry.leastLoaded(kind).map(WorkerState::load).orElse(-1.0))
            .as("step %d", step)
            .isEqualTo(lowest(kind));
        OpenJob job = job();
        registry
            .leastLoaded(kind)
            .ifPresent(
                worker -> {
                  registry.assign(job, worker);
                  given.add(job);
                });
      }
    }
  }

  @Test
  void workerOutOfTenThousand_isFoundWithoutALookAtEachOfThem() {
    nanosPerJob(100);
    double few = nanosPerJob(100);
    double many = nanosPerJob(10_000);
    // A hundred times as much if all were looked at.
    assertThat(many).isLessThan(20 * few);
  }

  private static double nanosPerJob(int workers) {
    RegistryTest fleet = new RegistryTest();
    for (int i = 0; i < workers; i++) {
      fleet.heard("w" + i, 8, "a", 0);
    }
    List<OpenJob> jobs = new ArrayList<>();
    for (int i = 0; i < 4 * workers; i++) {
      jobs.add(fleet.job());
    }
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long start = System.nanoTime();
      for (OpenJob job : jobs) {
        fleet.registry.assign(job, fleet.registry.leastLoaded(ECHO).orElseThrow());
      }
      jobs.forEach(fleet.registry::unassign);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best / (4.0 * workers);
  }

  @Test
  void workerThatWasSilentThroughAnOutage_hasAFullIntervalAfterItsEnd() {
    heard("w1", 1, "a", 0);
    long recovery = Duration.ofMinutes(10).toNanos();
    long three = BEAT.multipliedBy(3).toNanos();
    assertThat(registry.takeLost(recovery + three, recovery)).isEmpty();
    assertThat(registry.takeLost(recovery + three + 1, recovery)).hasSize(1);
  }
}
