package io.breakwater.client.internal.delivery;

import io.breakwater.client.DuplicateWindowException;
import io.breakwater.client.JetStreamNotEnabledException;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.NoStreamException;
import io.breakwater.client.OutboxWriteException;
import io.breakwater.client.Receipt;
import io.breakwater.client.StreamRefusedException;
import io.breakwater.client.Undelivered;
import io.breakwater.policy.OutboxPolicy;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.PublishAck;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends what is in the outbox, by hand of the pump, and understands the answers. */
final class OutboxSender {
  /** JetStream answers in milliseconds; whoever is silent for so long has lost the message. */
  private static final long RESEND_NANOS = 5_000_000_000L;

  private static final long FIRST_RETRY_NANOS = 250_000_000L;
  private static final int MOST_DOUBLINGS = 4;

  /** JetStream's codes from here on say that it cannot now, those below that it will not. */
  private static final int SERVER_TROUBLE = 500;

  /** The first of two with one id is not stored yet: the answer comes a moment later. */
  private static final int CONFLICT = 409;

  private final DefaultOutbox outbox;
  private final OutboxPolicy policy;
  private final Runnable wake;
  private final Streams streams;
  private final Inbox inbox = new Inbox(this::replied);
  private final Room room;
  private final OutboxQueue queue;

  OutboxSender(
      DefaultOutbox outbox, OutboxPolicy policy, Consumer<LifecycleEvent> events, Runnable wake) {
    this.outbox = outbox;
    this.policy = policy;
    this.wake = wake;
    room = outbox.room();
    queue = outbox.queue();
    streams =
        new Streams(policy.expires() ? policy.maxAge() : Duration.ZERO, events, this::answered);
  }

  private void answered(Runnable note) {
    room.lock();
    try {
      note.run();
      queue.lookupsEnded();
    } finally {
      room.unlock();
    }
    wake.run();
  }

  /** Another connection stands. */
  void began() {
    streams.forget();
  }

  /** A connection has ended. */
  void ended() {
    room.lock();
    try {
      queue.connectionEnded();
    } finally {
      room.unlock();
    }
  }

  /** Does what time demands. */
  void tick(long nowNanos, boolean connected) {
    outbox.expire(nowNanos);
    boolean silent;
    room.lock();
    try {
      silent = connected && queue.wakeDue(nowNanos);
    } finally {
      room.unlock();
    }
    if (silent) {
      // Its stream may have no leader: asked before the whole window is sent for nothing.
      streams.doubt();
    }
  }

  /**
   * Sends the next message, if there is one and the window lets it. Returns if one was dealt with.
   */
  boolean sendNext(Lane to) {
    OutboxEntry entry;
    Streams.Verdict verdict;
    Streams.Question question = null;
    room.lock();
    try {
      // Both with the lock held: or an answer that comes between lets this one overtake others.
      entry = queue.next(policy.window(), System.nanoTime() + RESEND_NANOS);
      verdict = entry == null ? null : streams.known(entry.subject);
      if (entry != null && verdict == null) {
        question = streams.pending(entry.subject);
        queue.awaitLookup(entry);
      } else if (entry != null && verdict instanceof Streams.Verdict.Pending) {
        queue.awaitLookup(entry);
      }
    } finally {
      room.unlock();
    }
    if (entry == null) {
      return false;
    }
    if (question != null) {
      streams.ask(to.connection(), question);
      return true;
    }
    if (verdict instanceof Streams.Verdict.Good) {
      return send(to, entry);
    }
    if (verdict instanceof Streams.Verdict.ShortWindow tooShort) {
      outbox.failed(
          entry,
          Undelivered.Cause.REJECTED,
          new DuplicateWindowException(
              entry.what(), tooShort.stream(), tooShort.window(), policy.maxAge()));
    } else if (verdict instanceof Streams.Verdict.NoStream) {
      missing(to, entry, new NoStreamException(entry.what()));
    } else if (verdict instanceof Streams.Verdict.NoJetStream) {
      missing(to, entry, new JetStreamNotEnabledException(entry.what()));
    }
    return true;
  }

  /** A caller who is still on the same connection gave a wrong subject; others may have to wait. */
  private void missing(Lane to, OutboxEntry entry, RuntimeException why) {
    if (entry.fresh == to && !entry.everSent && !streams.everCovered(entry.subject)) {
      outbox.failed(entry, Undelivered.Cause.REJECTED, why);
    } else {
      later(entry, String.valueOf(why.getMessage()));
    }
  }

  private boolean send(Lane to, OutboxEntry entry) {
    Payload payload;
    try {
      payload = outbox.store().load(entry);
    } catch (OutboxWriteException e) {
      later(entry, String.valueOf(e.getMessage()));
      return true;
    }
    try {
      to.connection()
          .publish(
              payload.subject(),
              inbox.replyTo(to.connection(), entry.number),
              payload.headers(),
              payload.body().bytes());
      entry.everSent = true;
      return true;
    } catch (IllegalStateException e) {
      room.lock();
      try {
        queue.ready(entry);
      } finally {
        room.unlock();
      }
      return false;
    } catch (IllegalArgumentException e) {
      outbox.failed(
          entry,
          Undelivered.Cause.REJECTED,
          new StreamRefusedException(entry.what(), String.valueOf(e.getMessage())));
      return true;
    }
  }

  private void later(OutboxEntry entry, String last) {
    room.lock();
    try {
      entry.last = last;
      entry.refusals++;
      long wait = FIRST_RETRY_NANOS << Math.min(MOST_DOUBLINGS, entry.refusals - 1);
      queue.park(entry, System.nanoTime() + wait);
    } finally {
      room.unlock();
    }
  }

  /** Called on a thread of jnats. */
  private void replied(long number, Message reply) {
    if (reply.isStatusMessage()) {
      // No responders: the stream was there, or nobody could be asked.
      streams.doubt();
      notNow(number, "no stream answers");
      return;
    }
    try {
      PublishAck ack = new PublishAck(reply);
      acknowledged(number, new Receipt(ack.getStream(), ack.getSeqno(), ack.isDuplicate()));
    } catch (JetStreamApiException e) {
      if (e.getErrorCode() >= SERVER_TROUBLE || e.getErrorCode() == CONFLICT) {
        notNow(number, e.getErrorDescription());
      } else {
        refused(number, e.getErrorDescription());
      }
    } catch (IOException e) {
      notNow(number, String.valueOf(e.getMessage()));
    }
  }

  private void acknowledged(long number, Receipt receipt) {
    OutboxEntry entry;
    boolean goOn;
    room.lock();
    try {
      entry = queue.take(number);
      goOn = queue.hasRoomFor(policy.window());
    } finally {
      room.unlock();
    }
    if (entry != null) {
      outbox.acknowledged(entry, receipt);
    }
    if (goOn) {
      wake.run();
    }
  }

  private void notNow(long number, String last) {
    OutboxEntry entry = entry(number);
    if (entry != null) {
      later(entry, last);
      wake.run();
    }
  }

  private void refused(long number, String why) {
    OutboxEntry entry = entry(number);
    if (entry != null) {
      outbox.failed(
          entry, Undelivered.Cause.REJECTED, new StreamRefusedException(entry.what(), why));
      wake.run();
    }
  }

  private @Nullable OutboxEntry entry(long number) {
    room.lock();
    try {
      return queue.get(number);
    } finally {
      room.unlock();
    }
  }

  /** Returns if something is left that could be sent. */
  boolean hasMore() {
    room.lock();
    try {
      return !queue.nothingToSend();
    } finally {
      room.unlock();
    }
  }
}
