package io.breakwater.client;

/** How much a message is worth: chosen by the call that takes it. */
public enum DeliveryLevel {
  /** {@link Bus#publish}: at most once. */
  PUBLISH,
  /** {@link Outbox#send}: until a stream has it, or its owner is told. */
  OUTBOX
}
