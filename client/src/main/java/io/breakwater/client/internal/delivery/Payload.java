package io.breakwater.client.internal.delivery;

import io.nats.client.impl.Headers;

/**
 * A message of the outbox, as it is sent.
 *
 * @param subject where to
 * @param headers the message id among them
 * @param body never changed
 */
record Payload(String subject, Headers headers, Body body) {

  /** Bytes that are nobody else's. */
  record Body(@SuppressWarnings("ArrayRecordComponent") byte[] bytes) {}
}
