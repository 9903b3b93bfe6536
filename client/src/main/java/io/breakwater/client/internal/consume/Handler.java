package io.breakwater.client.internal.consume;

import io.breakwater.client.AsyncConsumerHandler;
import io.breakwater.client.ConsumerHandler;

/** What an application does with messages, the one way or the other. */
sealed interface Handler {
  /** It is done when the call returns. */
  record Waiting(ConsumerHandler handler) implements Handler {}

  /** It is done when the stage completes. */
  record Later(AsyncConsumerHandler handler) implements Handler {}
}
