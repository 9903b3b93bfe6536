package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a registry sees of a bus. That the library needs no Micrometer: {@link StartupExitTest}. */
@Timeout(60)
class BusMetricsTest {

  @Test
  void meters_followTheBusThroughAnOutage() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (NatsServer server = NatsServer.start()) {
      server.kill();
      try (Bus bus = Bus.open(Policies.quick(server.url()).build())) {
        new BusMetrics(bus, "mine").bindTo(registry);
        await().until(() -> attempts(registry, "refused") >= 2);
        assertThat(gauge(registry, "breakwater.connected")).isZero();
        await().until(() -> gauge(registry, "breakwater.outage.age") > 0);
        assertThat(attempts(registry, "connected")).isZero();

        server.restart();
        await().until(() -> gauge(registry, "breakwater.connected") == 1);
        assertThat(gauge(registry, "breakwater.outage.age")).isZero();
        assertThat(attempts(registry, "connected")).isEqualTo(1);
        assertThat(reconnects(registry)).isZero();
        assertThat(gauge(registry, "breakwater.fleet.connections")).isNaN();
        assertThat(gauge(registry, "breakwater.fleet.connect.rate")).isNaN();
        assertThat(gauge(registry, "breakwater.fleet.rank")).isNaN();
        assertThat(
                registry
                    .get("breakwater.reconnect.period")
                    .timeGauge()
                    .value(TimeUnit.MILLISECONDS))
            .isEqualTo(100);
        double refused = attempts(registry, "refused");

        server.kill();
        await().until(() -> gauge(registry, "breakwater.connected") == 0);
        server.restart();
        await().until(() -> reconnects(registry) == 1);
        assertThat(attempts(registry, "refused")).isGreaterThanOrEqualTo(refused);
        assertThat(attempts(registry, "connected")).isEqualTo(2);

        server.kill();
        await().until(() -> gauge(registry, "breakwater.connected") == 0);
        bus.publish("a", new byte[100]);
        assertThat(gauge(registry, "breakwater.backlog.messages")).isEqualTo(1);
        assertThat(gauge(registry, "breakwater.backlog.bytes")).isBetween(200.0, 230.0);
        assertThat(gauge(registry, "breakwater.backlog.age")).isPositive();
        assertThat(gauge(registry, "breakwater.backlog.drain")).isPositive();
        assertThat(registry.get("breakwater.published").functionCounter().count()).isEqualTo(1);
        bus.close();
        assertThat(gauge(registry, "breakwater.backlog.messages")).isZero();
        assertThat(
                registry
                    .get("breakwater.undelivered")
                    .tag("cause", "closed")
                    .functionCounter()
                    .count())
            .isEqualTo(1);
      }
    }
  }

  private static double gauge(SimpleMeterRegistry registry, String name) {
    return registry.get(name).tag("connection", "mine").gauge().value();
  }

  private static double attempts(SimpleMeterRegistry registry, String outcome) {
    return registry
        .get("breakwater.attempts")
        .tag("connection", "mine")
        .tag("outcome", outcome)
        .functionCounter()
        .count();
  }

  private static double reconnects(SimpleMeterRegistry registry) {
    return registry.get("breakwater.reconnects").functionCounter().count();
  }
}
