package io.breakwater.client.internal.consume;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A connection from one reconnect to the next loss. What the server remembers of a connection, such
 * as open fetches, is gone with it.
 *
 * @param epoch rises with every reconnect and every loss
 * @param connection the connection of jnats
 * @param turn of who asks the server, by PING, if it has read all: one at a time, for jnats ends a
 *     connection on which too many PINGs are unanswered, be it as healthy as it may
 */
record Line(long epoch, Connection connection, Semaphore turn) {
  Line(long epoch, Connection connection) {
    this(epoch, connection, new Semaphore(1));
  }

  /** Waits until the server has read what was published. */
  void flush(Duration limit) throws InterruptedException, TimeoutException {
    long deadline = await(limit);
    try {
      connection.flush(left(deadline));
    } finally {
      turn.release();
    }
  }

  /**
   * Closes a dispatcher, once it has what the server has sent until it read that.
   *
   * @return when it is closed
   */
  CompletableFuture<Boolean> drain(Dispatcher dispatcher, Duration limit)
      throws InterruptedException, TimeoutException {
    long deadline = await(limit);
    try {
      return dispatcher.drain(left(deadline));
    } finally {
      turn.release();
    }
  }

  /** Waits for the turn; returns the deadline of what is done in it. */
  private long await(Duration limit) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + limit.toNanos();
    if (!turn.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException("the server has not answered others");
    }
    return deadline;
  }

  /** Not zero: that would be for ever. */
  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
  }
}
