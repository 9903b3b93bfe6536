package io.breakwater.client.internal.delivery;

import io.breakwater.client.DeliveryLevel;
import io.breakwater.client.DeliveryListener;
import io.breakwater.client.IndeterminateRange;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.Undelivered;
import io.breakwater.client.internal.Surviving;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was not delivered, and tells those who want to know. Thread-safe. */
final class Losses {
  private static final Logger log = LoggerFactory.getLogger(Losses.class);

  private final Consumer<LifecycleEvent> events;
  private final List<DeliveryListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<Undelivered.Cause, LongAdder> counts = new EnumMap<>(Undelivered.Cause.class);
  private final LongAdder indeterminate = new LongAdder();

  Losses(Consumer<LifecycleEvent> events) {
    this.events = events;
    for (Undelivered.Cause cause : Undelivered.Cause.values()) {
      counts.put(cause, new LongAdder());
    }
  }

  private LongAdder counter(Undelivered.Cause cause) {
    return Objects.requireNonNull(counts.get(cause), "all causes are counted");
  }

  void add(DeliveryListener listener) {
    listeners.add(listener);
  }

  /** Counts and reports a message; must not be called with a lock held. */
  void undelivered(
      DeliveryLevel level,
      Undelivered.Cause cause,
      String subject,
      @Nullable Headers headers,
      byte[] body) {
    undelivered(message(level, cause, subject, headers, body));
  }

  /** Counts and reports a message; must not be called with a lock held. */
  void undelivered(Undelivered message) {
    counter(message.cause()).increment();
    quietly(listener -> listener.undelivered(message));
  }

  static Undelivered message(
      DeliveryLevel level,
      Undelivered.Cause cause,
      String subject,
      @Nullable Headers headers,
      byte[] body) {
    return new Undelivered(
        level, cause, NatsMessage.builder().subject(subject).headers(headers).data(body).build());
  }

  /** Counts and reports a range; must not be called with a lock held. */
  void indeterminate(IndeterminateRange range) {
    indeterminate.add(range.count());
    events.accept(new LifecycleEvent.Indeterminate(Instant.now(), range));
    quietly(listener -> listener.indeterminate(range));
  }

  private void quietly(Consumer<DeliveryListener> call) {
    for (DeliveryListener listener : listeners) {
      Surviving.run(log, "a delivery listener", () -> call.accept(listener));
    }
  }

  long indeterminate() {
    return indeterminate.sum();
  }

  Map<Undelivered.Cause, Long> undelivered() {
    Map<Undelivered.Cause, Long> byCause = new EnumMap<>(Undelivered.Cause.class);
    counts.forEach(
        (cause, count) -> {
          if (count.sum() > 0) {
            byCause.put(cause, count.sum());
          }
        });
    return byCause;
  }
}
