package io.breakwater.client;

import io.breakwater.policy.AttemptOutcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * The metrics of a bus, for Micrometer, which the application brings. They are read from {@link
 * Bus#health()} alone: a scrape never waits for jnats.
 *
 * <table>
 *   <caption>The meters; all carry the tag {@code connection}</caption>
 *   <tr><td>{@code breakwater.connected}</td><td>1 while connected, else 0</td></tr>
 *   <tr><td>{@code breakwater.outage.age}</td><td>how long the present outage has lasted; with
 *       Prometheus {@code breakwater_outage_age_seconds}</td></tr>
 *   <tr><td>{@code breakwater.attempts}</td><td>ended attempts, by the tag {@code outcome}</td></tr>
 *   <tr><td>{@code breakwater.reconnects}</td><td>outages that have ended</td></tr>
 *   <tr><td>{@code breakwater.fleet.connections}</td><td>N; NaN while unknown, as the next two
 *       </td></tr>
 *   <tr><td>{@code breakwater.fleet.connect.rate}</td><td>C, in connections per second</td></tr>
 *   <tr><td>{@code breakwater.fleet.rank}</td><td>this connection's rank</td></tr>
 *   <tr><td>{@code breakwater.reconnect.period}</td><td>P of the attempt schedule</td></tr>
 *   <tr><td>{@code breakwater.published}</td><td>messages that publish has taken</td></tr>
 *   <tr><td>{@code breakwater.indeterminate}</td><td>messages of publish that may have been
 *       lost</td></tr>
 *   <tr><td>{@code breakwater.outbox.sent}, {@code breakwater.outbox.acknowledged}</td><td>messages
 *       that the outbox has taken, and that a stream has</td></tr>
 *   <tr><td>{@code breakwater.undelivered}</td><td>messages that were not delivered, by the tag
 *       {@code cause}</td></tr>
 *   <tr><td>{@code breakwater.backlog.messages}, {@code breakwater.backlog.bytes}, {@code
 *       breakwater.backlog.age}</td><td>what is held now</td></tr>
 *   <tr><td>{@code breakwater.backlog.drain}</td><td>how long the backlog will take once connected;
 *       no number if messages come faster than they go</td></tr>
 * </table>
 */
public final class BusMetrics implements MeterBinder {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Bus bus;
  private final String connection;

  /**
   * Creates the metrics of one bus.
   *
   * @param bus which bus; a registry holds on to it only weakly
   * @param connection the connection's name, {@code policy.nats().name()}
   */
  public BusMetrics(Bus bus, String connection) {
    this.bus = bus;
    this.connection = connection;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Tags tags = Tags.of("connection", connection);
    Gauge.builder("breakwater.connected", bus, b -> b.health().connected() ? 1 : 0)
        .tags(tags)
        .description("1 while connected to a NATS server, else 0")
        .register(registry);
    TimeGauge.builder(
            "breakwater.outage.age", bus, TimeUnit.SECONDS, b -> seconds(b.health().outageAge()))
        .tags(tags)
        .description("How long the present outage has lasted; 0 while connected")
        .register(registry);
    for (AttemptOutcome outcome : AttemptOutcome.values()) {
      FunctionCounter.builder(
              "breakwater.attempts", bus, b -> b.health().outcomes().getOrDefault(outcome, 0L))
          .tags(tags.and("outcome", outcome.name().toLowerCase(Locale.ROOT)))
          .description("Attempts that have ended, by outcome")
          .register(registry);
    }
    FunctionCounter.builder("breakwater.reconnects", bus, b -> b.health().reconnects())
        .tags(tags)
        .description("Outages that have ended since the first connection")
        .register(registry);
    bindFleet(registry, tags);
    bindDelivery(registry, tags);
    bindBacklog(registry, tags);
  }

  private void bindFleet(MeterRegistry registry, Tags tags) {
    Gauge.builder("breakwater.fleet.connections", bus, b -> orNaN(b.health().fleet().connections()))
        .tags(tags)
        .description("N, the connections of the fleet")
        .register(registry);
    Gauge.builder(
            "breakwater.fleet.connect.rate",
            bus,
            b -> b.health().fleet().connectRate().orElse(Double.NaN))
        .tags(tags)
        .description("C, the connections per second that the broker tier can authenticate")
        .register(registry);
    Gauge.builder("breakwater.fleet.rank", bus, b -> orNaN(b.health().fleet().rank()))
        .tags(tags)
        .description("The rank of this connection in the fleet")
        .register(registry);
    TimeGauge.builder(
            "breakwater.reconnect.period", bus, TimeUnit.SECONDS, b -> seconds(b.health().period()))
        .tags(tags)
        .description("P of the attempt schedule: one attempt of each connection in it")
        .register(registry);
  }

  private void bindDelivery(MeterRegistry registry, Tags tags) {
    FunctionCounter.builder("breakwater.published", bus, b -> delivery(b).published())
        .tags(tags)
        .description("Messages that publish has taken")
        .register(registry);
    FunctionCounter.builder("breakwater.indeterminate", bus, b -> delivery(b).indeterminate())
        .tags(tags)
        .description("Messages of publish that may have been lost with their connection")
        .register(registry);
    FunctionCounter.builder("breakwater.outbox.sent", bus, b -> delivery(b).sent())
        .tags(tags)
        .description("Messages that the outbox has taken")
        .register(registry);
    FunctionCounter.builder("breakwater.outbox.acknowledged", bus, b -> delivery(b).acknowledged())
        .tags(tags)
        .description("Messages of the outbox that a stream has")
        .register(registry);
    for (Undelivered.Cause cause : Undelivered.Cause.values()) {
      FunctionCounter.builder(
              "breakwater.undelivered", bus, b -> delivery(b).undelivered().getOrDefault(cause, 0L))
          .tags(tags.and("cause", cause.name().toLowerCase(Locale.ROOT)))
          .description("Messages that were not delivered, by cause")
          .register(registry);
    }
  }

  private void bindBacklog(MeterRegistry registry, Tags tags) {
    Gauge.builder("breakwater.backlog.messages", bus, b -> delivery(b).backlogMessages())
        .tags(tags)
        .description("Messages held now")
        .register(registry);
    Gauge.builder("breakwater.backlog.bytes", bus, b -> delivery(b).backlogBytes())
        .baseUnit("bytes")
        .tags(tags)
        .description("What the messages held now are charged with")
        .register(registry);
    TimeGauge.builder(
            "breakwater.backlog.age", bus, TimeUnit.SECONDS, b -> seconds(delivery(b).backlogAge()))
        .tags(tags)
        .description("The age of the oldest message held; 0 if there is none")
        .register(registry);
    TimeGauge.builder(
            "breakwater.backlog.drain",
            bus,
            TimeUnit.SECONDS,
            b -> delivery(b).expectedDrain().map(BusMetrics::seconds).orElse(Double.NaN))
        .tags(tags)
        .description("How long the backlog will take to be gone once connected")
        .register(registry);
  }

  private static DeliveryHealth delivery(Bus bus) {
    return bus.health().delivery();
  }

  private static double orNaN(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : Double.NaN;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }
}
