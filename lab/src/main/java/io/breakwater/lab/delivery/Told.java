package io.breakwater.lab.delivery;

import io.breakwater.client.IndeterminateRange;

/** Hears what a client tells the owner of a message. May be called from any thread. */
interface Told {

  /**
   * The client took a message.
   *
   * @param number the number it gave, rising with the sequence; 0 if it gives none
   */
  void accepted(int sequence, long number);

  /** The client did not take a message. */
  void refused();

  /** The message has arrived. */
  void acknowledged(int sequence);

  /** The message may not arrive. */
  void told(int sequence);

  /** So may those within a range of the client's numbers. */
  void told(IndeterminateRange range);
}
