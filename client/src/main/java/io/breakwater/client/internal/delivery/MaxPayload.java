package io.breakwater.client.internal.delivery;

import io.breakwater.client.MessageTooLargeException;
import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The most bytes that the server takes in a message, for both levels. What the last connection has
 * said holds in an outage too: what is over it would be held for nothing. Thread-safe.
 */
final class MaxPayload {
  private volatile long bytes;

  /** Notes what a connection says. */
  void note(Connection connection) {
    bytes = connection.getMaxPayload();
  }

  /**
   * Checks the length of a message, headers included.
   *
   * @param what leads the exception: {@code publish to a.b}
   * @param standing the connection that stands, which may have heard of another limit; null if none
   * @throws MessageTooLargeException if the server does not take so much
   */
  void check(String what, @Nullable Lane standing, long length) {
    if (standing != null) {
      note(standing.connection());
    }
    long most = bytes;
    if (most > 0 && length > most) {
      throw new MessageTooLargeException(what, length, "the server's max_payload", most);
    }
  }
}
