package io.breakwater.lab.services;

import io.breakwater.broker.NatsServer;
import io.breakwater.policy.DurationText;
import java.time.Duration;
import java.util.Optional;

/** What is broken on a stage, and mended again. */
sealed interface Fault {

  /** Returns what it is, for a person. */
  String text();

  /** Returns how long it takes, about. */
  Duration takes();

  /**
   * Does it and undoes it; returns when what was broken is back, whether or not the services have
   * come back to it.
   *
   * @throws InterruptedException if interrupted; the stage is then as it happens to be
   */
  void strike(Stage stage) throws InterruptedException;

  /**
   * All servers are killed at once, and are back after the outage.
   *
   * @param outage how long they are away
   */
  record BrokerKilled(Duration outage) implements Fault {
    @Override
    public String text() {
      return "broker killed, back after " + DurationText.format(outage);
    }

    @Override
    public Duration takes() {
      return outage;
    }

    @Override
    public void strike(Stage stage) throws InterruptedException {
      stage.tier().killAll();
      Thread.sleep(outage.toMillis());
      stage.tier().reviveAll();
    }
  }

  /**
   * The only server is killed, and comes back with an empty store.
   *
   * @param outage how long it is away
   */
  record BrokerWiped(Duration outage) implements Fault {
    @Override
    public String text() {
      return "the only broker killed and wiped, back after " + DurationText.format(outage);
    }

    @Override
    public Duration takes() {
      return outage;
    }

    @Override
    public void strike(Stage stage) throws InterruptedException {
      stage.tier().lose(0);
      stage.dataWiped(text());
      Thread.sleep(outage.toMillis());
      stage.tier().back(0);
    }
  }

  /**
   * One of several servers is killed, and is back after the outage.
   *
   * @param node which one, from 0
   * @param wiped if it comes back with an empty store
   * @param outage how long it is away
   */
  record NodeKilled(int node, boolean wiped, Duration outage) implements Fault {
    @Override
    public String text() {
      return "node n%d killed%s, back after %s"
          .formatted(node + 1, wiped ? " and wiped" : "", DurationText.format(outage));
    }

    @Override
    public Duration takes() {
      return outage;
    }

    @Override
    public void strike(Stage stage) throws InterruptedException {
      if (wiped) {
        stage.tier().lose(node);
      } else {
        stage.tier().nodes().get(node).kill();
      }
      Thread.sleep(outage.toMillis());
      stage.tier().back(node);
    }
  }

  /**
   * Each server in turn is stopped (SIGTERM) and started again, the next one when the one before
   * has caught up.
   *
   * @param outage how long each is away
   */
  record RollingRestart(Duration outage) implements Fault {
    private static final Duration CATCHING_UP = Duration.ofSeconds(5);

    @Override
    public String text() {
      return "each server in turn restarted, down for " + DurationText.format(outage);
    }

    @Override
    public Duration takes() {
      return outage.plus(CATCHING_UP).multipliedBy(3);
    }

    @Override
    public void strike(Stage stage) throws InterruptedException {
      for (NatsServer server : stage.tier().nodes()) {
        server.stop();
        Thread.sleep(outage.toMillis());
        stage.tier().back(stage.tier().nodes().indexOf(server));
        boolean unused = stage.tier().awaitHealthy();
      }
    }
  }

  /**
   * All servers are killed and all services restarted; the servers are back after the outage.
   *
   * @param outage how long they are away
   */
  record ColdStart(Duration outage) implements Fault {
    @Override
    public String text() {
      return "broker killed and all services restarted, the broker back after "
          + DurationText.format(outage);
    }

    @Override
    public Duration takes() {
      return outage;
    }

    @Override
    public void strike(Stage stage) throws InterruptedException {
      long until = System.nanoTime() + outage.toNanos();
      stage.tier().killAll();
      stage.restartServices();
      Thread.sleep(Math.max(0, (until - System.nanoTime()) / 1_000_000));
      stage.tier().reviveAll();
    }
  }

  /**
   * The process of a pod is killed (SIGKILL); its kubelet starts it again.
   *
   * @param pod which one
   */
  record PodKilled(String pod) implements Fault {
    @Override
    public String text() {
      return "kill -9 of " + pod;
    }

    @Override
    public Duration takes() {
      return Duration.ZERO;
    }

    @Override
    public void strike(Stage stage) throws InterruptedException {
      stage.kill(pod);
    }
  }

  /**
   * The process of whoever has a lease is killed (SIGKILL).
   *
   * @param lease which one
   */
  record ActiveKilled(String lease) implements Fault {
    @Override
    public String text() {
      return "kill -9 of the active " + lease;
    }

    @Override
    public Duration takes() {
      return Duration.ZERO;
    }

    @Override
    public void strike(Stage stage) throws InterruptedException {
      Optional<String> active = stage.active(lease);
      if (active.isPresent()) {
        stage.kill(active.get());
      }
    }
  }

  /**
   * The process of a pod is frozen (SIGSTOP), and goes on after the pause (SIGCONT): with answers
   * that nobody waits for any more.
   *
   * @param pod which one
   * @param pause how long it is frozen
   */
  record PodFrozen(String pod, Duration pause) implements Fault {
    @Override
    public String text() {
      return "%s frozen for %s".formatted(pod, DurationText.format(pause));
    }

    @Override
    public Duration takes() {
      return pause;
    }

    @Override
    public void strike(Stage stage) throws InterruptedException {
      stage.freeze(pod);
      Thread.sleep(pause.toMillis());
      stage.thaw();
    }
  }

  /**
   * Whoever has a lease is frozen (SIGSTOP), and goes on after the pause (SIGCONT): when another
   * one has the lease, if it was long enough.
   *
   * @param lease which one
   * @param pause how long it is frozen
   */
  record ActiveFrozen(String lease, Duration pause) implements Fault {
    @Override
    public String text() {
      return "the active %s frozen for %s".formatted(lease, DurationText.format(pause));
    }

    @Override
    public Duration takes() {
      return pause;
    }

    @Override
    public void strike(Stage stage) throws InterruptedException {
      stage.active(lease).ifPresent(stage::freeze);
      Thread.sleep(pause.toMillis());
      stage.thaw();
    }
  }
}
