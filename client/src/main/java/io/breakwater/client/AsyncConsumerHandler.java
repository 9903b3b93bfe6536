package io.breakwater.client;

import io.nats.client.Message;
import java.util.concurrent.CompletionStage;

/** Takes the messages of a consumer, and is done with each of them later. */
@FunctionalInterface
public interface AsyncConsumerHandler {

  /**
   * Called for each message, one at a time, on the thread on which it comes in, which must not be
   * held up. As many as the consumer's {@code parallelism} and {@code prefetch} together may be
   * under way. A message is acknowledged when the stage has completed, and not before; by then the
   * consumer may have been closed, which hands all back that are under way.
   *
   * <p>A stage that fails, and what the call throws, mean the same as what {@link
   * ConsumerHandler#onMessage} throws.
   *
   * @throws Exception if the message could not be handled
   */
  CompletionStage<?> onMessage(Message message) throws Exception;
}
