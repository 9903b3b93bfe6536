package io.breakwater.client.internal;

import io.breakwater.policy.DurationText;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/**
 * The end of this process, which nothing holds up. {@code System.exit} waits for the shutdown
 * hooks, and a hook may wait for a lock of the very thread that wants to exit, as Spring's does
 * while its context starts. So a thread of its own exits, the caller's goes on to throw, and where
 * the hooks never end the process is halted.
 */
final class ProcessExit {
  private static final Logger log = LoggerFactory.getLogger("io.breakwater.bus");

  /**
   * As long as a kubelet waits.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination">
   *     Kubernetes: terminationGracePeriodSeconds</a>
   */
  private static final Duration HOOKS_LIMIT = Duration.ofSeconds(30);

  /** Longer than hooks take that have nothing to do: a main ends in here, without a stack trace. */
  private static final Duration CALLER_WAITS = Duration.ofSeconds(2);

  private final Duration hooksLimit;

  ProcessExit() {
    this(HOOKS_LIMIT);
  }

  ProcessExit(Duration hooksLimit) {
    this.hooksLimit = hooksLimit;
  }

  /** Begins to end the process, and returns at once. */
  Thread begin(int code) {
    Thread halt = new Thread(() -> haltAfterLimit(code), "breakwater-halt");
    halt.setDaemon(true);
    halt.start();
    // No daemon: a main that ends by an exception would end the process first, always with 1.
    Thread exit = new Thread(() -> System.exit(code), "breakwater-exit");
    exit.setDaemon(false);
    exit.start();
    return exit;
  }

  /** Ends the process; returns only if its hooks take their time, so that the caller can throw. */
  void now(int code) {
    try {
      begin(code).join(CALLER_WAITS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void haltAfterLimit(int code) {
    try {
      Thread.sleep(hooksLimit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    say("exit: shutdown hooks did not end within " + DurationText.format(hooksLimit) + ": halted");
    Runtime.getRuntime().halt(code);
  }

  /** Says why the process ends: in the log, and on stderr where nobody keeps one. */
  static void say(String line) {
    log.error("{}", line);
    sayUnlogged(line);
  }

  /** Says what the log has already, where there is one. */
  static void sayUnlogged(String line) {
    if (LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory) {
      System.err.println(line);
    }
  }
}
