package io.breakwater.client.internal.consume;

import io.breakwater.client.ConsumerSpec;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.MessageRejectedException;
import io.breakwater.client.internal.CauseText;
import io.breakwater.policy.DurationText;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.impl.AckType;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands one message to the handler, and answers it as that ends. Runs on the handlers' threads. */
final class Handling {
  private static final Logger log = LoggerFactory.getLogger(Handling.class);

  private final ConsumerSpec spec;
  private final Handler handler;
  private final Settlements settlements;
  private final ConsumerStats stats;
  private final Consumer<LifecycleEvent> events;
  private final Runnable missed;
  private final DeadLetters deadLetters;

  /**
   * Creates the handling of one consumer.
   *
   * @param missed called when a dead letter was not taken: its stream may be gone
   */
  Handling(
      ConsumerSpec spec,
      Handler handler,
      Settlements settlements,
      ConsumerStats stats,
      Consumer<LifecycleEvent> events,
      Runnable missed) {
    this.spec = spec;
    this.handler = handler;
    this.settlements = settlements;
    this.stats = stats;
    this.events = events;
    this.missed = missed;
    deadLetters = new DeadLetters(spec);
  }

  /**
   * Handles a message and answers it.
   *
   * @param ackWait how long an answer is worth waiting for a line
   * @param interrupting if handlers are interrupted, for their time is up: who throws then has not
   *     failed, whatever it made of the interrupt
   * @throws InterruptedException if the message was not handled because of that
   */
  void handle(Delivery delivery, Duration ackWait, BooleanSupplier interrupting)
      throws InterruptedException {
    if (usedUp(delivery)) {
      long before = deliveries(delivery) - 1;
      bury(delivery, ackWait, "delivered " + before + " times, and never finished");
      return;
    }
    @Nullable Throwable failure = null;
    try {
      call(delivery.message());
    } catch (Exception | Error e) {
      failure = e;
    }
    ended(delivery, ackWait, interrupting, failure);
  }

  /** Returns if handlers take no thread, and messages are to be handed to {@link #begin}. */
  boolean later() {
    return handler instanceof Handler.Later;
  }

  /** Returns if the message has been delivered too often to be handled. */
  boolean usedUp(Delivery delivery) {
    return deliveries(delivery) > spec.maxDeliver();
  }

  private static long deliveries(Delivery delivery) {
    return delivery.message().metaData().deliveredCount();
  }

  /** Hands a message to a handler that takes no thread; what it throws is in the stage. */
  CompletionStage<?> begin(Delivery delivery) {
    try {
      return Objects.requireNonNull(
          ((Handler.Later) handler).handler().onMessage(delivery.message()),
          "the handler returned no stage");
    } catch (Exception | Error e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** Acknowledges a message that was handled, if that does not have to wait; returns if it is. */
  boolean acknowledgedNow(Delivery delivery) {
    boolean done = settlements.now(delivery, AckType.AckAck, Duration.ZERO);
    if (done) {
      stats.acknowledged.incrementAndGet();
    }
    return done;
  }

  /**
   * Answers a message whose handler has ended.
   *
   * @param failure what the handler threw; null if it was done
   */
  void ended(
      Delivery delivery,
      Duration ackWait,
      BooleanSupplier interrupting,
      @Nullable Throwable failure)
      throws InterruptedException {
    if (failure instanceof MessageRejectedException) {
      stats.failed.incrementAndGet();
      bury(delivery, ackWait, "rejected: " + failure.getMessage());
      return;
    }
    if (failure != null) {
      if (interrupting.getAsBoolean()) {
        throw (InterruptedException) new InterruptedException().initCause(failure);
      }
      failed(delivery, deliveries(delivery), ackWait, failure);
      return;
    }
    if (settlements.within(ackWait, delivery, AckType.AckAck, Duration.ZERO)) {
      stats.acknowledged.incrementAndGet();
    } else {
      stats.unsettled.incrementAndGet();
    }
  }

  private void call(Message message) throws Exception {
    try {
      ((Handler.Waiting) handler).handler().onMessage(message);
    } finally {
      // An interrupt was meant for the handler, which has finished; the answer must not meet it.
      Thread.interrupted();
    }
  }

  private void failed(Delivery delivery, long deliveries, Duration ackWait, Throwable cause)
      throws InterruptedException {
    stats.failed.incrementAndGet();
    if (deliveries >= spec.maxDeliver()) {
      log.warn("{}: the handler failed, delivery {}, the last", name(), deliveries, cause);
      bury(delivery, ackWait, "handler failed: " + described(cause));
      return;
    }
    Duration wait = spec.retryAfter(deliveries);
    log.warn(
        "{}: the handler failed, delivery {} of {}, again in {}",
        name(),
        deliveries,
        spec.maxDeliver(),
        DurationText.format(wait),
        cause);
    settlements.within(ackWait, delivery, AckType.AckNak, wait);
  }

  /** The letter must be in a stream before the message is answered. */
  private void bury(Delivery delivery, Duration ackWait, String reason)
      throws InterruptedException {
    Message message = delivery.message();
    Established on = settlements.current();
    if (on == null) {
      // Whether it comes again here or elsewhere: its deliveries are used up there too.
      settlements.within(ackWait, delivery, AckType.AckNak, Duration.ZERO);
      return;
    }
    String omitted;
    try {
      omitted = deadLetters.put(on.line().connection(), message, reason);
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      if (Thread.interrupted()) {
        throw (InterruptedException) new InterruptedException().initCause(e);
      }
      log.error(
          "{}: cannot put a dead letter to {}, tried again: {}",
          name(),
          spec.deadLetter(),
          CauseText.of(e));
      missed.run();
      settlements.within(ackWait, delivery, AckType.AckNak, spec.retryMax());
      return;
    }
    NatsJetStreamMetaData from = message.metaData();
    stats.deadLettered.incrementAndGet();
    events.accept(
        new LifecycleEvent.DeadLettered(
            Instant.now(),
            spec.stream(),
            spec.durable(),
            message.getSubject(),
            from.streamSequence(),
            from.deliveredCount(),
            spec.deadLetter(),
            omitted.isEmpty() ? reason : reason + "; too long, the letter is without " + omitted));
    settlements.within(ackWait, delivery, AckType.AckTerm, Duration.ZERO);
  }

  private String name() {
    return "consumer " + spec.durable() + " of stream " + spec.stream();
  }

  private static String described(Throwable cause) {
    return cause.getClass().getSimpleName() + ": " + CauseText.of(cause);
  }
}
