package io.breakwater.client;

/**
 * Is told of each message that was not delivered, and of each range that may not have been. Called
 * on the thread on which it arises, the publisher's own for what is refused, dropped or cancelled:
 * what takes long belongs elsewhere. What it throws is logged and forgotten.
 */
public interface DeliveryListener {

  /** Called for each message that was not delivered. */
  default void undelivered(Undelivered message) {}

  /** Called for each range of {@link Bus#publish} that may not have been delivered. */
  default void indeterminate(IndeterminateRange range) {}
}
