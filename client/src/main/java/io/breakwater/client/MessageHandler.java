package io.breakwater.client;

import io.nats.client.Message;

/** Takes the messages of one subscription. */
@FunctionalInterface
public interface MessageHandler {

  /**
   * Called for each message, one at a time, on the subscription's own thread. What it throws is
   * logged and the next message follows.
   *
   * @throws Exception if the message could not be handled
   */
  void onMessage(Message message) throws Exception;
}
