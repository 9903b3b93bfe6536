package io.breakwater.client.internal.delivery;

import io.breakwater.client.IndeterminateRange;
import io.nats.client.Connection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * One connection of the bus while it stands, and how far the server has confirmed what was
 * published on it: by a PONG, which it sends when it has read all that came before the PING.
 *
 * <p>What is published and not confirmed is bounded, so that jnats's own queue is never full: by
 * number, and for messages that are not small by bytes too.
 */
final class Lane {
  /**
   * The most messages not confirmed: some milliseconds of what jnats can write. For each it keeps
   * some 350 bytes and twice the body, so with the two limits below at most 30 MiB wait in it when
   * the server takes nothing.
   */
  static final int WINDOW = 24_576;

  private static final long NOTHING = Long.MIN_VALUE;

  /**
   * So many not confirmed are worth a PING at once: more can follow before its answer, so that
   * jnats has always something to write.
   */
  private static final int MANY = WINDOW / 3 * 2;

  /** Up to this size the number bounds the bytes well enough, and they need not be counted. */
  private static final int SMALL_BYTES = 128;

  private static final long MAX_LARGE_BYTES = 8L << 20;

  private static final long MANY_LARGE_BYTES = MAX_LARGE_BYTES / 2;

  private final Connection connection;
  private final LongSupplier reads;
  private final AtomicLong largeBytes = new AtomicLong();
  private volatile long largeConfirmed;
  private volatile long confirmed;

  /**
   * While the last number is under this one, one more message is taken: the window after what is
   * confirmed, or {@link #NOTHING}. One field, since each publish reads it.
   */
  private volatile long takesUnder;

  private volatile boolean leaving;
  private volatile long leftAt;
  private long highestStraddler;
  private long endedAt;
  private boolean ended;

  /**
   * Creates a lane.
   *
   * @param reads rises whenever the server has sent something
   * @param number the last number that was given before
   */
  Lane(Connection connection, LongSupplier reads, long number) {
    this.connection = connection;
    this.reads = reads;
    confirmed = number;
    takesUnder = number + WINDOW;
  }

  Connection connection() {
    return connection;
  }

  long reads() {
    return reads.getAsLong();
  }

  /** Returns the last number that the server has confirmed. */
  long confirmed() {
    return confirmed;
  }

  /**
   * Notes that the connection is about to be left.
   *
   * @param number all up to here are with jnats
   */
  synchronized void leave(long number) {
    leftAt = number;
    leaving = true;
    takesUnder = NOTHING;
  }

  /** Notes that the connection is not left after all. */
  synchronized void stay() {
    leaving = false;
    takesUnder = confirmed + WINDOW;
  }

  /** Returns if the connection is about to be left. */
  boolean leaving() {
    return leaving;
  }

  /** Notes that the server has read all that jnats had when the connection was to be left. */
  void flushed() {
    if (leaving) {
      confirm(leftAt, 0);
    }
  }

  /**
   * Returns if so much is not confirmed that the server should be asked at once.
   *
   * @param lastNumber the last number that was given
   */
  boolean hasMany(long lastNumber) {
    return lastNumber >= manyFrom() || hasManyLarge();
  }

  /** Returns from which number on that is so, of small messages. */
  long manyFrom() {
    return confirmed + MANY;
  }

  /** Returns if a message of this length makes so many bytes unconfirmed. */
  boolean hasManyLarge(int length) {
    return length > SMALL_BYTES && hasManyLarge();
  }

  private boolean hasManyLarge() {
    return largeBytes.get() - largeConfirmed >= MANY_LARGE_BYTES;
  }

  /** Returns if there is room for one more message. */
  boolean takes(long lastNumber, int length) {
    return lastNumber < takesUnder
        && (length <= SMALL_BYTES || largeBytes.get() - largeConfirmed < MAX_LARGE_BYTES);
  }

  /**
   * Hands a message to jnats.
   *
   * @throws IllegalStateException if jnats does not take it now
   * @throws IllegalArgumentException if it never will
   */
  void publish(String subject, byte[] body) {
    Discarded.publish(connection, subject, null, null, body);
    if (body.length > SMALL_BYTES) {
      largeBytes.addAndGet(body.length);
    }
  }

  /**
   * Hands a message to jnats that will be answered, and is not counted here.
   *
   * @throws IllegalStateException if jnats does not take it now
   * @throws IllegalArgumentException if it never will
   */
  void send(Payload payload, String replyTo) {
    Discarded.publish(
        connection, payload.subject(), replyTo, payload.headers(), payload.body().bytes());
  }

  long largeBytes() {
    return largeBytes.get();
  }

  /** Notes what a PONG confirms, unless the lane has ended. */
  synchronized void confirm(long number, long large) {
    if (!ended) {
      confirmed = Math.max(confirmed, number);
      takesUnder = leaving ? NOTHING : confirmed + WINDOW;
      largeConfirmed = Math.max(largeConfirmed, large);
    }
  }

  /** Notes the end, and the last number that was published here as far as is known. */
  synchronized void end(long number) {
    ended = true;
    endedAt = Math.max(number, highestStraddler);
  }

  /** Returns what may have been lost with the lane, which has ended. */
  synchronized Optional<IndeterminateRange> lost() {
    return endedAt > confirmed
        ? Optional.of(new IndeterminateRange(confirmed + 1, endedAt))
        : Optional.empty();
  }

  /**
   * Notes a message that jnats took while the lane was being closed.
   *
   * @return false if the lane had ended without knowing of it: nobody else reports the message
   */
  synchronized boolean straddled(long number) {
    if (ended) {
      return number <= endedAt;
    }
    highestStraddler = Math.max(highestStraddler, number);
    return true;
  }
}
