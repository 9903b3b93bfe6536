package io.breakwater.benchmarks;

import io.breakwater.policy.AttemptSchedule;
import io.breakwater.policy.JitterSchedule;
import io.breakwater.simulator.BrokerModel;
import io.breakwater.simulator.FleetModel;
import io.breakwater.simulator.Scenario;
import io.breakwater.simulator.Simulation;
import io.breakwater.simulator.TierModel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A fleet that tries every 2 s and a jitter, and finds everything refused: nothing but the queue of
 * events, the schedule and the counting.
 */
@State(Scope.Benchmark)
public class SimulateState {
  static final int REPLICAS = 200_000;

  private static final Duration OUTAGE = Duration.ofSeconds(30);
  private static final Duration HARDLY_ANY = Duration.ofNanos(1);
  private static final AttemptSchedule SCHEDULE =
      new JitterSchedule(Duration.ofSeconds(2), Duration.ofMillis(500));
  private static final long BIN = 100_000_000L;

  /** What runs it. */
  public enum Side {
    SIMULATOR,
    PRIORITY_QUEUE
  }

  /** Comes before the side in the order of JMH's runs, so that the sides alternate. */
  @Param("1")
  public int round;

  /** What is measured. */
  @Param public Side side = Side.SIMULATOR;

  private record Wake(long at, int replica) {}

  /** Runs all of it and returns how many events that were. */
  long run() throws InterruptedException {
    return side == Side.SIMULATOR ? simulate() : withPriorityQueue();
  }

  private static long simulate() throws InterruptedException {
    FleetModel fleet = FleetModel.of("jitter", REPLICAS, i -> SCHEDULE, Duration.ofSeconds(2));
    return Simulation.run(
            TierModel.of(BrokerModel.ofRate(2, 15), 1),
            List.of(fleet),
            Scenario.outage(1, OUTAGE, HARDLY_ANY),
            1)
        .events();
  }

  private static long withPriorityQueue() {
    SplittableRandom random = new SplittableRandom(1);
    PriorityQueue<Wake> wakes = new PriorityQueue<>(Comparator.comparingLong(Wake::at));
    int[] attempts = new int[REPLICAS];
    long[] previousWaits = new long[REPLICAS];
    int[] bins = new int[(int) (OUTAGE.toNanos() / BIN) + 1];
    for (int replica = 0; replica < REPLICAS; replica++) {
      wakes.add(new Wake(0, replica));
    }
    long events = 0;
    for (Wake wake = wakes.remove(); wake.at() < OUTAGE.toNanos(); wake = wakes.remove()) {
      int replica = wake.replica();
      bins[(int) (wake.at() / BIN)]++;
      long wait =
          SCHEDULE.nextWaitNanos(
              attempts[replica]++, previousWaits[replica], 0, wake.at(), random.nextDouble());
      previousWaits[replica] = wait;
      wakes.add(new Wake(wake.at() + wait, replica));
      events++;
    }
    return events;
  }
}
