package io.breakwater.client;

import static io.breakwater.client.Jobs.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a registry sees of a consumer. */
@Timeout(60)
class ConsumerMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void meters_followTheConsumer() throws Exception {
    try (NatsServer server = NatsServer.start(ServerConfig.builder().jetStream().build());
        Bus bus = Bus.open(Policies.quick(server.url()).build())) {
      Jobs.ensure(bus);
      BusConsumer consumer =
          bus.jetStream()
              .consume(
                  Jobs.spec().withMaxDeliver(2),
                  message -> {
                    if (Jobs.text(message).equals("bad")) {
                      throw new IllegalStateException("thrown on purpose");
                    }
                  });
      new ConsumerMetrics(consumer, "mine").bindTo(registry);
      Jobs.get(consumer.started());
      assertThat(gauge("running")).isEqualTo(1);
      Jobs.put(bus, "job.a", "good");
      Jobs.put(bus, "job.a", "bad");
      await().until(() -> counter("dead.letters") == 1);
      await().until(() -> gauge("handlers") == 0);
      assertThat(counter("deliveries")).isEqualTo(3);
      assertThat(counter("redeliveries")).isEqualTo(1);
      assertThat(counter("acknowledged")).isEqualTo(1);
      assertThat(counter("failures")).isEqualTo(2);
      assertThat(counter("unsettled")).isZero();
      assertThat(gauge("waiting")).isZero();
      assertThat(registry.get("breakwater.consumer.fetch.age").timeGauge().value()).isPositive();
      server.kill();
      await().until(() -> gauge("running") == 0);
    }
  }

  private double gauge(String name) {
    return registry
        .get("breakwater.consumer." + name)
        .tags("connection", "mine", "stream", "JOBS", "consumer", "worker")
        .gauge()
        .value();
  }

  private double counter(String name) {
    return registry.get("breakwater.consumer." + name).functionCounter().count();
  }
}
