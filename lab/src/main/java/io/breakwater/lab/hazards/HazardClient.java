package io.breakwater.lab.hazards;

import io.nats.client.Connection;
import java.io.IOException;
import java.time.Duration;

/** One replica in a hazard, whatever it is. */
interface HazardClient extends AutoCloseable {
  /** Returns if it says that it is connected. */
  boolean connected();

  /** Returns if it has closed its connection for good. */
  boolean closed();

  /** Tells it to leave its connection and make another. */
  void leave();

  /** Returns the jnats connection, for everything else; it must have been connected once. */
  Connection nats();

  @Override
  void close();

  /** What opens one. */
  interface Kind {
    /** Returns the name of its arm. */
    String text();

    /** Returns how long it is waited for what may never come. */
    Duration patience();

    /**
     * Opens one and returns when it is connected.
     *
     * @throws IOException if it is not, and does not go on trying by itself
     */
    HazardClient open(HazardSettings settings) throws IOException, InterruptedException;
  }
}
