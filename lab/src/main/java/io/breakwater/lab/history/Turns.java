package io.breakwater.lab.history;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which gateway a client calls next: each in turn, but for those that have told it to wait while
 * there is one that has not. So a load goes on while one of two gateways refuses it. What other
 * clients were told, it does not know. For one thread.
 */
final class Turns {
  private final List<URI> gateways;

  /** By gateway, as {@link System#nanoTime()}. */
  private final Map<URI, Long> restUntil = new HashMap<>();

  /**
   * Creates them; nobody wants a rest.
   *
   * @param gateways at least one
   */
  Turns(List<URI> gateways) {
    this.gateways = gateways;
  }

  /**
   * Returns the gateway for a call: the one whose turn it is, the next one that wants no rest, or
   * of all that do the one whose rest is over first.
   *
   * @param number of the call, from 0
   */
  URI gateway(int number, long now) {
    URI first = gateways.get(number % gateways.size());
    for (int i = 0; i < gateways.size() && rest(first, now).toNanos() > 0; i++) {
      URI other = gateways.get((number + i) % gateways.size());
      first = rest(other, now).compareTo(rest(first, now)) < 0 ? other : first;
    }
    return first;
  }

  /** Returns how long a gateway still wants to be left alone; zero or more. */
  Duration rest(URI gateway, long now) {
    Long until = restUntil.get(gateway);
    return until == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, until - now));
  }

  /** Says that a gateway wants a rest from now on. */
  void wants(URI gateway, Duration rest, long now) {
    restUntil.put(gateway, now + rest.toNanos());
  }
}
