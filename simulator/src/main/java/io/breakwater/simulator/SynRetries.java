package io.breakwater.simulator;

import java.util.concurrent.TimeUnit;

/**
 * When a system sends a dial again that nobody has answered: after 1 s, five times, then after
 * twice as long each time ({@code net.ipv4.tcp_syn_linear_timeouts} and {@code TCP_TIMEOUT_INIT} of
 * Linux, from 6.5 on; older ones double from the first).
 */
final class SynRetries {
  private static final long FIRST = TimeUnit.SECONDS.toNanos(1);
  private static final int EQUAL = 5;

  /**
   * A minute and more, which no connect timeout lasts; {@code tcp_syn_retries} ends them by then.
   */
  private static final int LAST = 6;

  private SynRetries() {}

  /**
   * Returns the nanoseconds to the next time.
   *
   * @param sent how often it was sent, at least 1
   */
  static long waitNanos(int sent) {
    return FIRST << Math.min(LAST, Math.max(0, sent - EQUAL));
  }
}
