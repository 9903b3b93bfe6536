package io.breakwater.client;

import io.nats.client.Message;

/** Takes the messages of a consumer. */
@FunctionalInterface
public interface ConsumerHandler {

  /**
   * Called for each message, on the consumer's own threads, by as many at a time as its {@code
   * parallelism} says. A message is acknowledged when the call has returned, and not before. It may
   * come more than once: the process, the broker or the connection may end in between.
   *
   * <p>What the call throws makes the message come again later, {@link MessageRejectedException}
   * sends it to the dead letters at once. The thread is interrupted when the consumer is closed and
   * its time is up.
   *
   * @throws Exception if the message could not be handled
   */
  void onMessage(Message message) throws Exception;
}
