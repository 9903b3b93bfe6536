package io.breakwater.lab.light;

import io.breakwater.policy.AttemptSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A fleet of light clients. Each is driven by a schedule of its own; what they do is in the log.
 * Thread-safe.
 */
public final class LightFleet implements AutoCloseable {
  /** One thread is enough for 10,000 connections; TLS and NKeys want a second one. */
  private static final int MOST_THREADS = 2;

  private static final int REPLICAS_WORTH_A_THREAD = 64;

  private final List<LightLoop> loops = new ArrayList<>();
  private final AttemptLog log;

  /**
   * Creates a fleet; nobody dials before {@link #start}.
   *
   * @param replicas how many, at least 1
   * @param settings what they have in common
   * @param schedules the schedule of each, by its number from 0
   * @param seed of their random numbers: with the same one, a replica's n-th wait is drawn the same
   * @param clock of the schedules and of the log
   */
  public LightFleet(
      int replicas,
      LightSettings settings,
      IntFunction<? extends AttemptSchedule> schedules,
      long seed,
      AttemptLog log,
      SteadyClock clock) {
    this.log = log;
    int threads =
        replicas < REPLICAS_WORTH_A_THREAD
            ? 1
            : Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    SourceAddresses sources =
        SourceAddresses.of(settings.target().address().getAddress(), replicas);
    LightReplica[] all = replicas(replicas, settings.fastLane(), schedules, seed);
    for (int first = 0; first < threads; first++) {
      LightLoop.Part part =
          new LightLoop.Part(first, threads, (replicas - first + threads - 1) / threads);
      LightReplica[] own = new LightReplica[part.count()];
      for (int index = 0; index < own.length; index++) {
        own[index] = all[part.number(index)];
      }
      loops.add(new LightLoop(part, own, settings, sources, log, clock));
    }
  }

  /**
   * Each draws for itself, or its waits would hang on how many threads there are, and on timing.
   */
  static LightReplica[] replicas(
      int replicas, boolean fastLane, IntFunction<? extends AttemptSchedule> schedules, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LightReplica[] all = new LightReplica[replicas];
    for (int number = 0; number < replicas; number++) {
      all[number] = new LightReplica(schedules.apply(number), fastLane, random.split());
    }
    return all;
  }

  /**
   * Lets all replicas make their first attempt, in order, so many at a time: the next one begins
   * when one has ended. A replica whose first attempt failed goes on by its schedule. Returns at
   * once.
   *
   * @param atATime at least 1
   */
  public void start(int atATime) {
    for (int i = 0; i < loops.size(); i++) {
      loops.get(i).start(Math.max(1, (atATime + i) / loops.size()));
    }
  }

  /**
   * Returns how many are connected now.
   *
   * @throws IllegalStateException if a thread of the fleet has died, which is a bug
   */
  public int connected() {
    if (!loops.stream().allMatch(LightLoop::running)) {
      throw new IllegalStateException("light clients: a loop has ended");
    }
    return log.connected();
  }

  /** Sends a PING on every connection; {@link #answered} tells who has answered it. */
  public void ping() {
    loops.forEach(LightLoop::pingAll);
  }

  /** Returns the replicas that have answered the last PING, on the connection that stands. */
  public Set<Integer> answered() {
    return loops.stream()
        .flatMap(loop -> loop.answered().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Hangs up on all, and returns when the threads have ended. */
  @Override
  public void close() {
    loops.forEach(LightLoop::close);
  }
}
