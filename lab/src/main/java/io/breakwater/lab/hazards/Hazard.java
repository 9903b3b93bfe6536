package io.breakwater.lab.hazards;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Something that jnats 2.26 does under a fault, and that a replica has to survive. */
interface Hazard {
  /** The usual patience with any client. */
  Duration PATIENCE = Duration.ofSeconds(10);

  /** All that have a scenario, by their numbers in the design. */
  List<Hazard> ALL =
      List.of(
          new ZeroJitter(),
          new RejectedTwice(),
          new Gossip(),
          new LostWhileResubscribing(),
          new ForceReconnect(),
          new RejectedSlowly());

  /** Returns its number in the design, section 7. */
  int number();

  /** Returns what is done. */
  String fault();

  /**
   * Does it to one replica.
   *
   * @throws IOException if the replica cannot be opened
   */
  Seen to(HazardClient.Kind kind) throws IOException, InterruptedException;

  /** Returns the seconds since a moment of {@link System#nanoTime}. */
  static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
