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
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is in the outbox, by hand of whoever has the {@link Baton}, and understands the
 * answers.
 */
final class OutboxSender {
  /** JetStream answers in milliseconds; whoever is silent for so long has lost the message. */
  private static final long RESEND_NANOS = 5_000_000_000L;

  private static final long FIRST_RETRY_NANOS = 250_000_000L;
  private static final int MOST_DOUBLINGS = 4;

  /** JetStream's own code for a stream without a leader. */
  private static final int NO_LEADER = 10008;

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

  /** The most messages under way: the policy's window, or less. */
  private volatile int window;

  /** Guarded by the room. */
  private long quickestAnswerNanos = RESEND_NANOS;

  OutboxSender(
      DefaultOutbox outbox, OutboxPolicy policy, Consumer<LifecycleEvent> events, Runnable wake) {
    this.outbox = outbox;
    this.policy = policy;
    this.wake = wake;
    window = policy.window();
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
    room.lock();
    try {
      quickestAnswerNanos = RESEND_NANOS;
    } finally {
      room.unlock();
    }
  }

  /** Lets no more messages than this be under way, and no more than the policy's window. */
  void limit(int most) {
    window = Math.min(most, policy.window());
  }

  /** Returns how long an answer took at least on this connection; 0 before the first. */
  long quickestAnswerNanos() {
    room.lock();
    try {
      return quickestAnswerNanos == RESEND_NANOS ? 0 : quickestAnswerNanos;
    } finally {
      room.unlock();
    }
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
    if (!connected) {
      return;
    }
    room.lock();
    try {
      List<OutboxEntry> silent = queue.silent(nowNanos);
      if (!silent.isEmpty()) {
        streams.doubt();
      }
      for (OutboxEntry entry : silent) {
        entry.last = "sent, no answer";
        entry.unheard += entry.probing == null ? 0 : 1;
        queue.unanswered(streams.standsFor(entry.subject), entry, nowNanos);
      }
      queue.wakeDue(nowNanos);
    } finally {
      room.unlock();
    }
  }

  /** What {@link #sendNext} did. */
  enum Step {
    SENT,

    /** One that cannot be sent now is out of the way. */
    PUT_ASIDE,

    NOTHING
  }

  /** Sends the next message, if there is one and the window lets it. */
  Step sendNext(Lane to) {
    OutboxEntry entry;
    Streams.Verdict verdict;
    Streams.Question question = null;
    boolean lets = false;
    room.lock();
    try {
      // Both with the lock held: or an answer that comes between lets this one overtake others.
      entry = queue.next(window, System.nanoTime() + RESEND_NANOS);
      verdict = entry == null ? null : streams.known(entry.subject);
      if (entry != null && verdict == null) {
        question = streams.pending(entry.subject);
        queue.awaitLookup(entry);
      } else if (entry != null && verdict instanceof Streams.Verdict.Pending) {
        queue.awaitLookup(entry);
      } else if (entry != null && verdict instanceof Streams.Verdict.Good) {
        lets =
            queue.allAnswer()
                || queue.lets(streams.standsFor(entry.subject), entry, System.nanoTime());
      }
      if (entry != null && lets) {
        entry.sent++;
      }
    } finally {
      room.unlock();
    }
    if (entry == null) {
      return Step.NOTHING;
    }
    if (lets) {
      return send(to, entry);
    }
    if (question != null) {
      streams.ask(to.connection(), question);
    }
    if (verdict instanceof Streams.Verdict.ShortWindow tooShort) {
      outbox.failed(
          entry,
          Undelivered.Cause.REJECTED,
          new DuplicateWindowException(
              entry.what(), tooShort.stream(), tooShort.window(), policy.maxAge()));
    } else {
      RuntimeException no = exception(verdict, entry.what());
      if (no != null) {
        missing(to, entry, no);
      }
    }
    return Step.PUT_ASIDE;
  }

  private static @Nullable RuntimeException exception(
      Streams.@Nullable Verdict verdict, String what) {
    if (verdict instanceof Streams.Verdict.NoStream) {
      return new NoStreamException(what);
    }
    return verdict instanceof Streams.Verdict.NoJetStream
        ? new JetStreamNotEnabledException(what)
        : null;
  }

  /**
   * Returns what speaks against taking a message on a lane, as far as is known from memory; null if
   * nothing does. For any thread.
   */
  @Nullable RuntimeException refusal(Lane standing, String subject, String what) {
    return exception(streams.refusal(standing.connection(), subject), what);
  }

  /** Returns if a message with the subject may be sent, as far as is known from memory. */
  boolean isKnownGood(String subject) {
    return streams.known(subject) instanceof Streams.Verdict.Good;
  }

  /** A caller who is still on the same connection gave a wrong subject; others may have to wait. */
  private void missing(Lane to, OutboxEntry entry, RuntimeException why) {
    if (entry.fresh == to && entry.sent == 0 && !streams.everCovered(entry.subject)) {
      outbox.failed(entry, Undelivered.Cause.REJECTED, why);
    } else {
      later(entry, String.valueOf(why.getMessage()));
    }
  }

  private Step send(Lane to, OutboxEntry entry) {
    @Nullable Payload payload;
    try {
      payload = outbox.store().load(entry);
    } catch (OutboxWriteException e) {
      later(entry, String.valueOf(e.getMessage()));
      return Step.PUT_ASIDE;
    }
    if (payload == null) {
      return Step.PUT_ASIDE; // It has ended meanwhile.
    }
    try {
      to.send(payload, inbox.replyTo(to.connection(), entry.number));
      return Step.SENT;
    } catch (IllegalStateException e) {
      room.lock();
      try {
        queue.ready(entry);
      } finally {
        room.unlock();
      }
      return Step.NOTHING;
    } catch (IllegalArgumentException e) {
      outbox.failed(
          entry,
          Undelivered.Cause.REJECTED,
          new StreamRefusedException(entry.what(), String.valueOf(e.getMessage())));
      return Step.PUT_ASIDE;
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
      nobodyThere(number, "no stream answers");
      return;
    }
    try {
      PublishAck ack = new PublishAck(reply);
      acknowledged(number, new Receipt(ack.getStream(), ack.getSeqno(), ack.isDuplicate()));
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == NO_LEADER) {
        nobodyThere(number, e.getErrorDescription());
      } else if (e.getErrorCode() >= SERVER_TROUBLE || e.getErrorCode() == CONFLICT) {
        notNow(number, e.getErrorDescription());
      } else {
        refused(number, e.getErrorDescription());
      }
    } catch (IOException e) {
      notNow(number, String.valueOf(e.getMessage()));
    }
  }

  private void nobodyThere(long number, String last) {
    streams.doubt();
    room.lock();
    try {
      OutboxEntry entry = queue.get(number);
      if (entry != null) {
        entry.last = last;
        queue.unanswered(
            streams.standsFor(entry.subject), entry, System.nanoTime() + FIRST_RETRY_NANOS);
      }
    } finally {
      room.unlock();
    }
    wake.run();
  }

  private void acknowledged(long number, Receipt receipt) {
    OutboxEntry entry;
    boolean goOn;
    room.lock();
    try {
      entry = queue.take(number);
      if (entry != null) {
        queue.answered(entry);
        noteAnswer(entry);
      }
      goOn = queue.hasRoomFor(window);
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

  /** What was sent once: of others it is not known which time was answered. */
  private void noteAnswer(OutboxEntry entry) {
    if (entry.sent == 1) {
      long took = RESEND_NANOS - (entry.dueNanos - System.nanoTime());
      quickestAnswerNanos = Math.min(quickestAnswerNanos, took);
    }
  }

  private void notNow(long number, String last) {
    OutboxEntry entry = answered(number);
    if (entry != null) {
      later(entry, last);
      wake.run();
    }
  }

  private void refused(long number, String why) {
    OutboxEntry entry = answered(number);
    if (entry != null) {
      outbox.failed(
          entry, Undelivered.Cause.REJECTED, new StreamRefusedException(entry.what(), why));
      wake.run();
    }
  }

  private @Nullable OutboxEntry answered(long number) {
    room.lock();
    try {
      OutboxEntry entry = queue.get(number);
      if (entry != null) {
        queue.answered(entry);
      }
      return entry;
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
