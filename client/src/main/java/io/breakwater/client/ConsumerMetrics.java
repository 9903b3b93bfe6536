package io.breakwater.client;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of one consumer, for Micrometer, which the application brings. They are read from
 * {@link BusConsumer#health()} alone.
 *
 * <table>
 *   <caption>The meters; all carry the tags {@code connection}, {@code stream}, {@code consumer}</caption>
 *   <tr><td>{@code breakwater.consumer.running}</td><td>1 while it fetches, else 0</td></tr>
 *   <tr><td>{@code breakwater.consumer.handlers}</td><td>handlers at work</td></tr>
 *   <tr><td>{@code breakwater.consumer.waiting}</td><td>messages fetched and not begun</td></tr>
 *   <tr><td>{@code breakwater.consumer.fetch.age}</td><td>how long ago the server answered a fetch;
 *       not a number before the first time</td></tr>
 *   <tr><td>{@code breakwater.consumer.deliveries}</td><td>messages that came</td></tr>
 *   <tr><td>{@code breakwater.consumer.redeliveries}</td><td>those that had come before</td></tr>
 *   <tr><td>{@code breakwater.consumer.acknowledged}</td><td>messages handled</td></tr>
 *   <tr><td>{@code breakwater.consumer.failures}</td><td>handlers that threw</td></tr>
 *   <tr><td>{@code breakwater.consumer.unsettled}</td><td>handled, and not acknowledged in
 *       time</td></tr>
 *   <tr><td>{@code breakwater.consumer.dead.letters}</td><td>messages given up</td></tr>
 * </table>
 */
public final class ConsumerMetrics implements MeterBinder {
  private static final double NANOS_PER_SECOND = 1e9;

  private final BusConsumer consumer;
  private final Tags tags;

  /**
   * Creates the metrics of one consumer.
   *
   * @param consumer which one; a registry holds on to it only weakly
   * @param connection the connection's name, {@code policy.nats().name()}
   */
  public ConsumerMetrics(BusConsumer consumer, String connection) {
    this.consumer = consumer;
    ConsumerHealth health = consumer.health();
    tags =
        Tags.of("connection", connection, "stream", health.stream(), "consumer", health.consumer());
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(
        registry,
        "running",
        "1 while the consumer fetches messages, else 0",
        health -> health.state() == ConsumerHealth.State.RUNNING ? 1 : 0);
    gauge(registry, "handlers", "Handlers at work", ConsumerHealth::running);
    gauge(registry, "waiting", "Messages fetched and not begun", ConsumerHealth::waiting);
    TimeGauge.builder(
            "breakwater.consumer.fetch.age",
            consumer,
            TimeUnit.SECONDS,
            c ->
                c.health()
                    .lastFetchAge()
                    .map(Duration::toNanos)
                    .map(nanos -> nanos / NANOS_PER_SECOND)
                    .orElse(Double.NaN))
        .tags(tags)
        .description("How long ago the server last answered a fetch")
        .register(registry);
    counter(registry, "deliveries", "Messages that came", ConsumerHealth::delivered);
    counter(registry, "redeliveries", "Messages that had come before", ConsumerHealth::redelivered);
    counter(registry, "acknowledged", "Messages handled", ConsumerHealth::acknowledged);
    counter(registry, "failures", "Handlers that threw", ConsumerHealth::failed);
    counter(registry, "unsettled", "Handled and not acknowledged", ConsumerHealth::unsettled);
    counter(registry, "dead.letters", "Messages given up", ConsumerHealth::deadLettered);
  }

  private void gauge(
      MeterRegistry registry, String name, String text, ToDoubleFunction<ConsumerHealth> value) {
    Gauge.builder("breakwater.consumer." + name, consumer, c -> value.applyAsDouble(c.health()))
        .tags(tags)
        .description(text)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, String name, String text, ToDoubleFunction<ConsumerHealth> value) {
    FunctionCounter.builder(
            "breakwater.consumer." + name, consumer, c -> value.applyAsDouble(c.health()))
        .tags(tags)
        .description(text)
        .register(registry);
  }
}
