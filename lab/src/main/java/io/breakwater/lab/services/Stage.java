package io.breakwater.lab.services;

import io.breakwater.lab.history.Event;
import io.breakwater.lab.history.History;
import io.breakwater.lab.measure.Await;
import io.breakwater.lab.pods.BackOffRule;
import io.breakwater.lab.pods.PodSignal;
import io.breakwater.lab.pods.PodStatus;
import io.breakwater.lab.stack.StackPods;
import io.breakwater.lab.stack.StoreTier;
import io.breakwater.policy.DurationText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** A broker, or a cluster of three, and services on it: what faults are made on. For one thread. */
final class Stage implements AutoCloseable {
  /** A lease lasts for six seconds; it is free for so long when its holder was killed. */
  private static final Duration ACTIVE_LIMIT = Duration.ofSeconds(60);

  private static final Duration NOTICED_LIMIT = Duration.ofSeconds(10);
  private static final Duration RESTART_LIMIT = Duration.ofMinutes(1);

  /**
   * A drill kills in half an hour what a cluster's machines lose in a year: with a kubelet's rule
   * it would wait for most of the time.
   */
  private static final BackOffRule BACK_OFF =
      new BackOffRule(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(10));

  private final StoreTier tier;
  private final StackPods pods;
  private final Leases leases;
  private final PodWatch watch;
  private final History history;
  private final Map<String, Instant> frozen = new HashMap<>();
  private final List<String> mended = new ArrayList<>();

  private Stage(StoreTier tier, StackPods pods, Leases leases, PodWatch watch, History history) {
    this.tier = tier;
    this.pods = pods;
    this.leases = leases;
    this.watch = watch;
    this.history = history;
  }

  /**
   * Starts all of it; the services are on their way when this returns.
   *
   * @param servers how many
   * @param logs takes what the services print
   * @param history is told of what is done to the stage
   * @throws IOException if the servers make no stream
   */
  static Stage start(int servers, Fleet fleet, Path logs, PodWatch watch, History history)
      throws IOException, InterruptedException {
    StoreTier tier = StoreTier.start(servers);
    Leases leases = null;
    try {
      leases = Leases.of(tier);
      StackPods pods = StackPods.start(tier.urls(), fleet.members(), logs, BACK_OFF, watch);
      return new Stage(tier, pods, leases, watch, history);
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (leases != null) {
        leases.close();
      }
      tier.close();
      throw e;
    }
  }

  StoreTier tier() {
    return tier;
  }

  /** Adds to the history that all data of the broker are gone. */
  void dataWiped(String text) {
    history.add(new Event.DataWiped(text));
  }

  /** Returns how long the slowest service takes at most until its turn to connect comes. */
  Duration schedulePeriod() {
    return pods.schedulePeriod();
  }

  List<PodStatus> pods() {
    return pods.pods();
  }

  /**
   * Waits until the servers have caught up with each other, and all pods are ready.
   *
   * @param limit for the pods, from when the servers are well
   * @return who is not, and why, as a clause; empty if all are
   */
  Optional<String> awaitReady(Duration limit) throws InterruptedException {
    Optional<String> unwell = awaitHealthy();
    if (unwell.isPresent()) {
      return Optional.of("the servers are not healthy, " + unwell.get());
    }
    return Await.within(limit, pods::ready)
        ? Optional.empty()
        : Optional.of(
            "not ready after %s: %s"
                .formatted(
                    DurationText.format(limit),
                    pods().stream()
                        .filter(pod -> !pod.ready())
                        .map(PodStatus::name)
                        .collect(Collectors.joining(", "))));
  }

  /**
   * Waits until the servers have caught up with each other. What is done to them for it is a fault
   * too, as far as the work on them goes.
   *
   * @return why they have not; empty if they have
   */
  Optional<String> awaitHealthy() throws InterruptedException {
    int before = mended.size();
    try {
      return tier.awaitHealthy(this::mends);
    } finally {
      for (int mend = before + 1; mend <= mended.size(); mend++) {
        history.add(new Event.FaultEnded("mend-" + mend));
      }
    }
  }

  private void mends(String text) {
    mended.add(text);
    history.add(
        new Event.FaultBegan("mend-" + mended.size(), text, List.of(Event.FaultBegan.BROKER)));
  }

  /** Returns what was done to the servers so that they could go on, a sentence for each. */
  List<String> mended() {
    return List.copyOf(mended);
  }

  /** Returns the pod that has a lease, as soon as one has it. */
  Optional<String> active(String lease) throws InterruptedException {
    Optional<String> holder = leases.holder(lease).filter(this::runs);
    long until = System.nanoTime() + ACTIVE_LIMIT.toNanos();
    while (holder.isEmpty() && System.nanoTime() - until < 0) {
      Thread.sleep(100);
      holder = leases.holder(lease).filter(this::runs);
    }
    return holder;
  }

  private boolean runs(String pod) {
    return pid(pod).isPresent();
  }

  private Optional<Long> pid(String pod) {
    return pods().stream()
        .filter(status -> status.name().equals(pod))
        .findFirst()
        .flatMap(status -> Optional.ofNullable(status.pid()));
  }

  /** Kills the process of a pod (SIGKILL), and returns when its kubelet has noticed. */
  void kill(String pod) throws InterruptedException {
    Optional<Long> pid = pid(pod);
    if (pid.isPresent()) {
      watch.killed(pod);
      note("SIGKILL to " + pod);
      PodSignal.KILL.send(pid.get());
      boolean unused = Await.within(NOTICED_LIMIT, () -> !pid(pod).equals(pid));
    }
  }

  /** Freezes the process of a pod (SIGSTOP). */
  void freeze(String pod) {
    pid(pod)
        .ifPresent(
            pid -> {
              frozen.put(pod, Instant.now());
              note("SIGSTOP to " + pod);
              PodSignal.STOP.send(pid);
            });
  }

  /** Lets all go on that are frozen (SIGCONT). */
  void thaw() {
    frozen.forEach(
        (pod, since) -> {
          pid(pod).ifPresent(PodSignal.CONT::send);
          watch.frozen(pod, since, Instant.now());
          note("SIGCONT to " + pod);
        });
    frozen.clear();
  }

  /** Deletes all pods and creates each anew, as a rollout of everything at once. */
  void restartServices() throws InterruptedException {
    try {
      pods.restartAll().get(RESTART_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the services did not restart: " + e, e);
    }
  }

  private void note(String text) {
    history.add(new Event.Note(text));
  }

  /** Ends the services, then the servers. */
  @Override
  public void close() {
    frozen.keySet().forEach(pod -> pid(pod).ifPresent(PodSignal.CONT::send));
    leases.close();
    pods.close();
    tier.close();
  }
}
