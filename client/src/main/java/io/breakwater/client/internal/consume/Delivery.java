package io.breakwater.client.internal.consume;

import io.nats.client.Message;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.concurrent.atomic.AtomicBoolean;

/** A message that was fetched, until it is answered. Thread-safe. */
final class Delivery {
  private final Message message;
  private final ZonedDateTime streamCreated;
  private volatile long extendedNanos;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile long begunNanos = Long.MAX_VALUE;

  Delivery(Message message, ZonedDateTime streamCreated, long nowNanos) {
    this.message = message;
    this.streamCreated = streamCreated;
    extendedNanos = nowNanos;
  }

  Message message() {
    return message;
  }

  ZonedDateTime streamCreated() {
    return streamCreated;
  }

  /** Makes it the caller's, to handle or to hand back; returns false if it is somebody's. */
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  /** Makes its answer the caller's; returns false if it is somebody's. */
  boolean end() {
    return ended.compareAndSet(false, true);
  }

  /** Returns if its handler has begun. */
  boolean begun() {
    return begunNanos != Long.MAX_VALUE;
  }

  /** Its handler begins. */
  void begin(long nowNanos) {
    begunNanos = nowNanos;
  }

  /** Returns if its handler has been at work for longer than this. */
  boolean begunLongerThan(Duration limit, long nowNanos) {
    return begun() && nowNanos - begunNanos > limit.toNanos();
  }

  /** The server was told that it is being worked on. */
  void extended(long nowNanos) {
    extendedNanos = nowNanos;
  }

  /** Returns how long ago the server began to wait for an answer. */
  Duration unanswered(long nowNanos) {
    return Duration.ofNanos(nowNanos - extendedNanos);
  }
}
