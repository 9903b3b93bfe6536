package io.breakwater.client.internal.delivery;

import io.nats.client.Message;
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

  /** Returns if it was this body, and forgets it. */
  static boolean take(byte[] body) {
    WeakReference<byte[]> last = LAST.get();
    boolean same = last != null && last.get() == body;
    if (same) {
      LAST.remove();
    }
    return same;
  }
}
