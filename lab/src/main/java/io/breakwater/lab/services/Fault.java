package io.breakwater.lab.services;

import io.breakwater.broker.NatsServer;
import io.breakwater.lab.history.Event;
import io.breakwater.policy.DurationText;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is broken on a stage, and mended again.
 *
 * @param text what it is, for a person
 * @param takes how long it takes, about
 * @param hits what it is done to, as {@link Event.FaultBegan#hits()} has it; null for everything
 * @param strike does it and undoes it
 */
record Fault(String text, Duration takes, @Nullable List<String> hits, Strike strike) {
  private static final List<String> BROKER = List.of(Event.FaultBegan.BROKER);

  /** So long a server takes, about, until it has what the others have. */
  private static final Duration CATCHING_UP = Duration.ofSeconds(5);

  /** Does a fault to a stage. */
  @FunctionalInterface
  interface Strike {
    /**
     * Does it and undoes it; returns when what was broken is back, whether or not the services have
     * come back to it.
     *
     * @throws InterruptedException if interrupted; the stage is then as it happens to be
     */
    void on(Stage stage) throws InterruptedException;
  }

  private static Fault broker(String what, Duration outage, Strike strike) {
    return new Fault(what + ", back after " + DurationText.format(outage), outage, BROKER, strike);
  }

  /** All servers are killed at once, and are back after the outage. */
  static Fault brokerKilled(Duration outage) {
    return broker(
        "broker killed",
        outage,
        stage -> {
          stage.tier().killAll();
          Thread.sleep(outage.toMillis());
          stage.tier().reviveAll();
        });
  }

  /** The only server is killed, and comes back with an empty store. */
  static Fault brokerWiped(Duration outage) {
    String text = "the only broker killed and wiped";
    return broker(
        text,
        outage,
        stage -> {
          stage.tier().lose(0);
          stage.dataWiped(text);
          Thread.sleep(outage.toMillis());
          stage.tier().back(0);
        });
  }

  /**
   * One of several servers is killed, and is back after the outage.
   *
   * @param node which one, from 0
   */
  static Fault nodeKilled(int node, Duration outage) {
    return broker(
        "node n%d killed".formatted(node + 1),
        outage,
        stage -> {
          stage.tier().nodes().get(node).kill();
          Thread.sleep(outage.toMillis());
          stage.tier().back(node);
        });
  }

  /** The same, and it comes back with an empty store. */
  static Fault nodeWiped(int node, Duration outage) {
    return broker(
        "node n%d killed and wiped".formatted(node + 1),
        outage,
        stage -> {
          stage.tier().lose(node);
          Thread.sleep(outage.toMillis());
          stage.tier().back(node);
        });
  }

  /**
   * Each server in turn is stopped (SIGTERM) and started again, the next one when the one before
   * has caught up.
   *
   * @param outage how long each is away
   */
  static Fault rollingRestart(Duration outage) {
    return new Fault(
        "each server in turn restarted, down for " + DurationText.format(outage),
        outage.plus(CATCHING_UP).multipliedBy(3),
        BROKER,
        stage -> {
          for (NatsServer server : stage.tier().nodes()) {
            server.stop();
            Thread.sleep(outage.toMillis());
            stage.tier().back(stage.tier().nodes().indexOf(server));
            var unused = stage.awaitHealthy();
          }
        });
  }

  /** All servers are killed and all services restarted; the servers are back after the outage. */
  static Fault coldStart(Duration outage) {
    return new Fault(
        "broker killed and all services restarted, the broker back after "
            + DurationText.format(outage),
        outage,
        null,
        stage -> {
          long until = System.nanoTime() + outage.toNanos();
          stage.tier().killAll();
          stage.restartServices();
          Thread.sleep(Math.max(0, (until - System.nanoTime()) / 1_000_000));
          stage.tier().reviveAll();
        });
  }

  /** The process of a pod is killed (SIGKILL); its kubelet starts it again. */
  static Fault podKilled(String pod) {
    return new Fault("kill -9 of " + pod, Duration.ZERO, List.of(pod), stage -> stage.kill(pod));
  }

  /** The process of whoever has a lease is killed (SIGKILL). */
  static Fault activeKilled(String lease) {
    return new Fault(
        "kill -9 of the active " + lease,
        Duration.ZERO,
        List.of(lease),
        stage -> {
          var active = stage.active(lease);
          if (active.isPresent()) {
            stage.kill(active.get());
          }
        });
  }

  /**
   * The process of a pod is frozen (SIGSTOP), and goes on after the pause (SIGCONT): with answers
   * that nobody waits for any more.
   */
  static Fault podFrozen(String pod, Duration pause) {
    return frozen(pod, List.of(pod), pause, stage -> stage.freeze(pod));
  }

  /**
   * Whoever has a lease is frozen (SIGSTOP), and goes on after the pause (SIGCONT): when another
   * one has the lease, if it was long enough.
   */
  static Fault activeFrozen(String lease, Duration pause) {
    return frozen(
        "the active " + lease,
        List.of(lease),
        pause,
        stage -> stage.active(lease).ifPresent(stage::freeze));
  }

  private static Fault frozen(String who, List<String> hits, Duration pause, Strike freeze) {
    return new Fault(
        "%s frozen for %s".formatted(who, DurationText.format(pause)),
        pause,
        hits,
        stage -> {
          freeze.on(stage);
          Thread.sleep(pause.toMillis());
          stage.thaw();
        });
  }
}
