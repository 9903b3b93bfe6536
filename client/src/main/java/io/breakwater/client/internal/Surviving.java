package io.breakwater.client.internal;

import org.slf4j.Logger;

/**
 * Runs code that may throw anything on a thread that has to go on: that of a bus that calls a
 * listener, or does its own work again and again. An {@link Error} ends neither the events nor the
 * delivery of a service that goes on without the thread that met it.
 */
public final class Surviving {
  private Surviving() {}

  /**
   * Runs it, and logs what it throws, whatever that is. Never throws.
   *
   * @param log gets what is thrown
   * @param what leads the line: {@code a delivery listener}
   * @return false if it has thrown something
   */
  public static boolean run(Logger log, String what, Runnable code) {
    try {
      code.run();
      return true;
    } catch (Throwable e) {
      say(log, what, e);
      return false;
    }
  }

  private static void say(Logger log, String what, Throwable thrown) {
    try {
      log.error("{} failed; its thread goes on", what, thrown);
    } catch (Throwable e) {
      // Nothing is left to say it with: no memory, no stack, or a log that is broken itself.
    }
  }
}
