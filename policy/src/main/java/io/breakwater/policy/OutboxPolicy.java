package io.breakwater.policy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The section {@code outbox} of a policy: what must arrive in a stream, and how long it may take.
 *
 * @param directory where it is kept so that it survives the process; empty: in memory, within the
 *     limits of the {@link BufferPolicy}
 * @param maxBytes the most bytes of messages kept in the directory; positive
 * @param maxAge a message that no stream has taken by this age expires, and its owner is told;
 *     positive. No stream may forget message ids sooner: its duplicate window must be as long
 * @param window the most messages that are sent and not yet acknowledged, 1 to {@value
 *     #WIDEST_WINDOW}
 */
public record OutboxPolicy(Optional<Path> directory, long maxBytes, Duration maxAge, int window) {

  /** An age that no message comes to: a hundred years. */
  private static final Duration NO_AGE = Duration.ofDays(36_500);

  /** The most messages of a window: more would only fill jnats's queue. */
  public static final int WIDEST_WINDOW = 16_384;

  /** What holds where nothing else is said; 2 minutes are the duplicate window of NATS itself. */
  public static final OutboxPolicy DEFAULTS = PolicyReader.outbox(PolicyValues.DEFAULTS);

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public OutboxPolicy {
    Objects.requireNonNull(directory, "directory");
    Check.atLeast(maxBytes, 1, "maxBytes");
    Check.positive(maxAge, "maxAge");
    Check.atLeast(window, 1, "window");
    if (window > WIDEST_WINDOW) {
      throw new IllegalArgumentException("window must be at most " + WIDEST_WINDOW + ": " + window);
    }
  }

  /** Returns the same, kept in a directory. */
  public OutboxPolicy withDirectory(Path directory) {
    return new OutboxPolicy(Optional.of(directory), maxBytes, maxAge, window);
  }

  /** Returns the same with another most number of bytes on disk. */
  public OutboxPolicy withMaxBytes(long maxBytes) {
    return new OutboxPolicy(directory, maxBytes, maxAge, window);
  }

  /** Returns the same with another longest age. */
  public OutboxPolicy withMaxAge(Duration maxAge) {
    return new OutboxPolicy(directory, maxBytes, maxAge, window);
  }

  /**
   * Returns the same with messages that never expire, however long they are held, in this process
   * or in the directory. No stream remembers ids for as long: who takes the messages must know by
   * itself which it has had, and no duplicate window is asked for.
   */
  public OutboxPolicy withoutExpiry() {
    return withMaxAge(NO_AGE);
  }

  /** Returns if messages expire at {@link #maxAge()}. */
  public boolean expires() {
    return maxAge.compareTo(NO_AGE) < 0;
  }

  /** Returns the same with another window. */
  public OutboxPolicy withWindow(int window) {
    return new OutboxPolicy(directory, maxBytes, maxAge, window);
  }
}
