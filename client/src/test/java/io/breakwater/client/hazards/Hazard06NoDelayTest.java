package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.broker.ScriptedConnection;
import io.breakwater.client.Breakwater;
import io.breakwater.client.Bus;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.Policies;
import io.breakwater.policy.LifecyclePolicyBuilder;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import io.nats.client.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In jnats the first attempt after a drop, and the servers of one round, have no delay. */
@Timeout(120)
class Hazard06NoDelayTest {

  /**
   * Three servers. The one that a client reaches first, whichever that is, takes it in and drops
   * it; from then on all turn it away.
   */
  private static final class Servers implements AutoCloseable {
    private final AtomicBoolean taken = new AtomicBoolean();
    private final List<ScriptedBroker> brokers =
        Stream.generate(() -> ScriptedBroker.start(number -> script())).limit(3).toList();

    private Script script() {
      return taken.compareAndSet(false, true)
          ? Script.begin().sendInfo().serveUntil("PUB leave").close()
          // A server that wants TLS ends an attempt at once, in jnats too.
          : Script.begin().sendInfo(Map.of("tls_required", true));
    }

    String[] urls() {
      return brokers.stream().map(ScriptedBroker::url).toArray(String[]::new);
    }

    /** Returns the moments of all attempts since the drop, in their order. */
    List<Instant> attempts() {
      return brokers.stream()
          .flatMap(broker -> broker.connections().stream())
          .map(ScriptedConnection::acceptedAt)
          .sorted()
          .skip(1)
          .toList();
    }

    @Override
    public void close() {
      brokers.forEach(ScriptedBroker::close);
    }
  }

  @Test
  void plainJnats_attemptsAllServersAtOnceAfterADrop() throws Exception {
    Duration wait = Duration.ofSeconds(5);
    try (Servers servers = new Servers();
        Connection nats = connect(plain(servers.urls()).reconnectWait(wait))) {
      nats.publish("leave", new byte[0]);
      Instant dropped = Instant.now();
      await().until(() -> servers.attempts().size() >= 3);

      assertThat(Duration.between(dropped, servers.attempts().get(2))).isLessThan(wait);
    }
  }

  @Test
  void theBus_waitsForEachAttemptTheFirstIncluded() throws Exception {
    Duration wait = Duration.ofMillis(500);
    List<LifecycleEvent> events = new CopyOnWriteArrayList<>();
    try (Servers servers = new Servers();
        Bus bus = Bus.open(policy(wait, servers.urls()).build(), events::add)) {
      awaitStarted(bus);
      bus.publish("leave", new byte[0]);
      await().until(() -> bus.health().attempts() >= 4);

      List<Instant> moments = new ArrayList<>();
      moments.add(Scenarios.only(LifecycleEvent.Disconnected.class, events).get(0).at());
      Scenarios.only(LifecycleEvent.Attempted.class, events).stream()
          .skip(1)
          .map(LifecycleEvent.Attempted::startedAt)
          .forEach(moments::add);
      assertSpaced(moments, wait);
    }
  }

  @Test
  void theGuard_waitsForEachAttemptTheFirstIncluded() throws Exception {
    Duration wait = Duration.ofMillis(500);
    try (Servers servers = new Servers();
        Connection nats =
            connect(
                Breakwater.guard(plain(servers.urls()), policy(wait, servers.urls()).build()))) {
      long dropped = System.nanoTime();
      nats.publish("leave", new byte[0]);
      await().until(() -> servers.attempts().size() >= 3);

      assertThat(servers.attempts().size())
          .isLessThanOrEqualTo((int) ((System.nanoTime() - dropped) / wait.toNanos()));
    }
  }

  private static void assertSpaced(List<Instant> moments, Duration wait) {
    assertThat(IntStream.range(1, moments.size()).boxed())
        .allSatisfy(
            i ->
                assertThat(Duration.between(moments.get(i - 1), moments.get(i)))
                    // Slept on the monotonic clock, told by the other one.
                    .isGreaterThan(wait.multipliedBy(9).dividedBy(10)));
  }

  private static LifecyclePolicyBuilder policy(Duration wait, String... urls) {
    return Policies.quick(urls)
        .reconnect(ReconnectSettings.DEFAULTS.withShape(ScheduleShape.FIXED).withWaitTime(wait));
  }
}
