package io.breakwater.client;

import io.nats.client.Message;

/**
 * A message that was not delivered, and why. A message of the outbox that had been sent before may
 * be in its stream all the same, if only the acknowledgement was lost.
 *
 * @param level how it was handed in
 * @param cause why it was not delivered
 * @param message the message itself, with its headers; jnats can publish it as it is
 */
public record Undelivered(DeliveryLevel level, Cause cause, Message message) {

  /** Why a message was not delivered. */
  public enum Cause {
    /** There was no room for it; the call has thrown. */
    REFUSED,
    /** It was the oldest when another one needed room. */
    DROPPED,
    /** No stream took it within {@code outbox.maxAge}. */
    EXPIRED,
    /** The stream, or its setup, does not take it. */
    REJECTED,
    /** Its owner cancelled it. */
    CANCELLED,
    /** It was still here when the bus was closed. */
    CLOSED
  }
}
