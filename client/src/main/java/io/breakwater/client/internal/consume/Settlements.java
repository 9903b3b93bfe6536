package io.breakwater.client.internal.consume;

import io.breakwater.client.internal.delivery.Discarded;
import io.nats.client.impl.AckType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers messages, on whatever line the consumer stands on by then. An answer waits for a lost
 * line to come back. It is never given to a stream that took the place of the message's own: there
 * it would acknowledge somebody else's message, under the same sequence.
 */
final class Settlements {
  private static final int BREATH_MILLIS = 10;

  private final Connections connections;
  private @Nullable Established established;
  private boolean closed;

  Settlements(Connections connections) {
    this.connections = connections;
  }

  /** The consumer stands on another line. */
  synchronized void established(Established newest) {
    established = newest;
    notifyAll();
  }

  /** No more lines will come. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /**
   * Answers a message.
   *
   * @param delay after which it is to come again; zero for at once
   * @return false if there was no line, or another stream
   */
  boolean now(Delivery delivery, AckType answer, Duration delay) {
    Established on = standing();
    if (on == null || !on.streamCreated().equals(delivery.streamCreated())) {
      return false;
    }
    try {
      String to = delivery.message().getReplyTo();
      byte[] body = answer.bodyBytes(delay.toNanos());
      Discarded.publish(on.line().connection(), to, null, null, body);
      return true;
    } catch (IllegalStateException e) {
      // The connection went between the question and the publish.
      return false;
    }
  }

  /** Answers a message as {@link #now} does; waits for a line as long as the limit. */
  boolean within(Duration limit, Delivery delivery, AckType answer, Duration delay)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!now(delivery, answer, delay)) {
      if (!awaitLine(delivery, deadline)) {
        return false;
      }
    }
    return true;
  }

  /** Returns false if there is no use in another try. */
  private synchronized boolean awaitLine(Delivery delivery, long deadline)
      throws InterruptedException {
    // jnats may refuse what it should take, for a moment.
    TimeUnit.MILLISECONDS.timedWait(this, BREATH_MILLIS);
    while (standing() == null) {
      long left = deadline - System.nanoTime();
      if (closed || left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    Established on = established;
    return on != null
        && on.streamCreated().equals(delivery.streamCreated())
        && System.nanoTime() < deadline;
  }

  private synchronized @Nullable Established standing() {
    Established newest = established;
    return newest != null && connections.stands(newest.line()) ? newest : null;
  }

  /** Returns where the consumer stands; null if no line does. */
  @Nullable Established current() {
    return standing();
  }
}
