package io.breakwater.client;

import io.breakwater.policy.AttemptOutcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
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
            "breakwater.outage.age",
            bus,
            TimeUnit.SECONDS,
            b -> b.health().outageAge().toNanos() / NANOS_PER_SECOND)
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
            "breakwater.reconnect.period",
            bus,
            TimeUnit.SECONDS,
            b -> b.health().period().toNanos() / NANOS_PER_SECOND)
        .tags(tags)
        .description("P of the attempt schedule: one attempt of each connection in it")
        .register(registry);
  }

  private static double orNaN(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : Double.NaN;
  }
}
