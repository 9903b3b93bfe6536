package io.breakwater.client.internal.delivery;

import io.nats.client.Connection;
import io.nats.client.Message;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where acknowledgements come in: one subscription for all of them. Used by whoever has the {@link
 * Baton}.
 */
final class Inbox {
  private static final int RADIX = Character.MAX_RADIX;

  private final BiConsumer<Long, Message> replies;
  private @Nullable Connection on;
  private String prefix = "";

  /**
   * Creates it.
   *
   * @param replies gets each answer, with the number of the message it is for, on a thread of jnats
   */
  Inbox(BiConsumer<Long, Message> replies) {
    this.replies = replies;
  }

  /** Returns where the answer for a message comes in; subscribes if that is still to be done. */
  String replyTo(Connection connection, long number) {
    if (on != connection) {
      prefix = connection.createInbox() + ".";
      connection.createDispatcher(this::received).subscribe(prefix + "*");
      on = connection;
    }
    return prefix + Long.toString(number, RADIX);
  }

  private void received(Message reply) {
    String subject = reply.getSubject();
    int dot = subject.lastIndexOf('.');
    replies.accept(Long.parseLong(subject, dot + 1, subject.length(), RADIX), reply);
  }
}
