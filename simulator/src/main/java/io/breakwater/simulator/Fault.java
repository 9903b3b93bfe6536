package io.breakwater.simulator;

import java.time.Duration;

/**
 * What happens to one server. Times are from the start of the simulation; {@link #back} is when the
 * server takes connections again.
 */
public sealed interface Fault {

  /** So late that it never happens. */
  Duration NEVER = Duration.ofDays(36_500);

  /** Returns the server's number, from 0. */
  int server();

  /** Returns when it begins. */
  Duration at();

  /** Returns when the server is back; {@link #NEVER} if it is not. */
  Duration back();

  /** The process dies: connections are reset, attempts are refused. */
  record Killed(int server, Duration at, Duration back) implements Fault {
    /**
     * Checks the order of the times.
     *
     * @throws IllegalArgumentException if they are not in order, or the server is negative
     */
    public Killed {
      check(server, at, back);
    }
  }

  /** The host is gone: nothing answers, attempts last their whole connect timeout. */
  record Vanished(int server, Duration at, Duration back) implements Fault {
    /**
     * Checks the order of the times.
     *
     * @throws IllegalArgumentException if they are not in order, or the server is negative
     */
    public Vanished {
      check(server, at, back);
    }
  }

  /**
   * Lame duck mode: attempts are refused from the start; after the grace, connections are closed
   * one by one over the rest of the window, at whose end the process ends.
   *
   * @param grace the server's {@code lame_duck_grace_period}, 10 s by default
   * @param window the server's {@code lame_duck_duration}, 2 min by default; longer than the grace
   */
  record LameDuck(int server, Duration at, Duration grace, Duration window, Duration back)
      implements Fault {
    /**
     * Checks the order of the times.
     *
     * @throws IllegalArgumentException if they are not in order, or the server is negative
     */
    public LameDuck {
      check(server, at, back);
      if (grace.isNegative() || grace.compareTo(window) >= 0) {
        throw new IllegalArgumentException("grace must be shorter than window: " + grace);
      }
      if (back.compareTo(at.plus(window)) <= 0) {
        throw new IllegalArgumentException("back must be after the window: " + back);
      }
    }
  }

  private static void check(int server, Duration at, Duration back) {
    if (server < 0) {
      throw new IllegalArgumentException("server must not be negative: " + server);
    }
    if (at.isNegative() || back.compareTo(at) <= 0) {
      throw new IllegalArgumentException("back must be after at, at not negative: " + back);
    }
  }
}
