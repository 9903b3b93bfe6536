package io.breakwater.client.internal.delivery;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What jnats has thrown away last on a thread, because it was interrupted: {@code publish} comes
 * back as if all were well, and only the error listener is told, on the same thread.
 */
public final class Discarded {
  private static final ThreadLocal<@Nullable WeakReference<byte[]>> LAST = new ThreadLocal<>();

  private Discarded() {}

  /** Notes a message that jnats has thrown away on this thread. */
  public static void note(Message message) {
    LAST.set(new WeakReference<>(message.getData()));
  }

  /**
   * Hands a message to jnats, also on a thread that others interrupt: the interrupt is put aside
   * meanwhile, and what one has hit that came in this very moment is handed over again.
   *
   * @throws IllegalStateException if jnats does not take it now
   * @throws IllegalArgumentException if it never will
   */
  public static void publish(
      Connection connection,
      String subject,
      @Nullable String replyTo,
      @Nullable Headers headers,
      byte[] body) {
    boolean interrupted = Thread.interrupted();
    try {
      connection.publish(subject, replyTo, headers, body);
      while (Thread.currentThread().isInterrupted() && take(body)) {
        interrupted = Thread.interrupted();
        connection.publish(subject, replyTo, headers, body);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns if it was this body, and forgets it. */
  private static boolean take(byte[] body) {
    WeakReference<byte[]> last = LAST.get();
    boolean same = last != null && last.get() == body;
    if (same) {
      LAST.remove();
    }
    return same;
  }
}
