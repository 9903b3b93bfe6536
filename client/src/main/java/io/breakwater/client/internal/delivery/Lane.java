package io.breakwater.client.internal.delivery;

import io.nats.client.Connection;
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
  /** The most messages not confirmed: some milliseconds of what jnats can write. */
  static final int WINDOW = 32_768;

  /**
   * So many not confirmed are worth a PING at once. Sooner would cost who publishes all the time:
   * at a quarter it was 8 % of the calls' throughput.
   */
  static final int MANY = WINDOW / 4 * 3;

  /** Up to this size the number bounds the bytes well enough, and they need not be counted. */
  private static final int SMALL_BYTES = 512;

  private static final long MAX_LARGE_BYTES = 8L << 20;

  private final Connection connection;
  private final LongSupplier reads;
  private final AtomicLong largeBytes = new AtomicLong();
  private volatile long largeConfirmed;
  private volatile long confirmed;
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

  /** Returns if there is room for one more message. */
  boolean takes(long lastNumber, int length) {
    return lastNumber - confirmed < WINDOW
        && (length <= SMALL_BYTES || largeBytes.get() - largeConfirmed < MAX_LARGE_BYTES);
  }

  /** Notes a message that jnats has taken. */
  void took(int length) {
    if (length > SMALL_BYTES) {
      largeBytes.addAndGet(length);
    }
  }

  long largeBytes() {
    return largeBytes.get();
  }

  /** Notes what a PONG confirms, unless the lane has ended. */
  synchronized void confirm(long number, long large) {
    if (!ended) {
      confirmed = Math.max(confirmed, number);
      largeConfirmed = Math.max(largeConfirmed, large);
    }
  }

  /** Notes the end, and the last number that was published here as far as is known. */
  synchronized void end(long number) {
    ended = true;
    endedAt = Math.max(number, highestStraddler);
  }

  /** Returns the last number that was published before the end. */
  synchronized long endedAt() {
    return endedAt;
  }

  synchronized boolean ended() {
    return ended;
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
