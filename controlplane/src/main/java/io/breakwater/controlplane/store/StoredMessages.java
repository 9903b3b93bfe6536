package io.breakwater.controlplane.store;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.util.Optional;

/** Single messages of a stream, where they lie. */
public final class StoredMessages {
  /** The code of nats-server for a message that is not there. */
  static final int NO_MESSAGE_FOUND = 10037;

  private StoredMessages() {}

  /**
   * Returns the message at a sequence; empty if it is gone, or never was. Blocks.
   *
   * @throws IOException if no answer came
   * @throws JetStreamApiException if the server says no for another reason
   */
  public static Optional<MessageInfo> at(
      JetStreamManagement management, String stream, long sequence)
      throws IOException, JetStreamApiException {
    try {
      return Optional.of(management.getMessage(stream, sequence));
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == NO_MESSAGE_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
