package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.broker.ScriptedConnection;
import io.breakwater.client.Breakwater;
import io.breakwater.client.Bus;
import io.breakwater.client.Events;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.Policies;
import io.breakwater.policy.LifecyclePolicyBuilder;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import io.nats.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  void plainJnats_attemptsAllServersAtOnceAtItsFirstConnect() {
    Duration wait = Duration.ofSeconds(5);
    try (Servers servers = new Servers()) {
      servers.taken.set(true);
      long began = System.nanoTime();

      assertThatThrownBy(() -> connect(plain(servers.urls()).reconnectWait(wait)))
          .isInstanceOf(IOException.class);

      assertThat(servers.attempts()).hasSize(2);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(wait);
    }
  }

  @Test
  void theBus_waitsBetweenTheServersOfItsFirstPass() {
    Duration wait = Duration.ofMillis(500);
    Events events = new Events();
    try (Servers servers = new Servers()) {
      servers.taken.set(true);
      try (Bus bus = Bus.open(policy(wait, servers.urls()).build(), events)) {
        await().until(() -> bus.health().attempts() >= 4);
      }
      assertSpaced(startsOf(events.of(LifecycleEvent.Attempted.class)), wait);
    }
  }

  @Test
  void theBus_waitsForEachAttemptTheFirstIncluded() throws Exception {
    Duration wait = Duration.ofMillis(500);
    Events events = new Events();
    try (Servers servers = new Servers();
        Bus bus = Bus.open(policy(wait, servers.urls()).build(), events)) {
      awaitStarted(bus);
      bus.publish("leave", new byte[0]);
      await().until(() -> bus.health().attempts() >= 4);

      List<LifecycleEvent.Attempted> attempts = events.of(LifecycleEvent.Attempted.class);
      List<Instant> moments = new ArrayList<>();
      moments.add(events.of(LifecycleEvent.Disconnected.class).get(0).at());
      moments.addAll(startsOf(attempts.subList(1, attempts.size())));
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

  private static List<Instant> startsOf(List<LifecycleEvent.Attempted> attempts) {
    return attempts.stream().map(LifecycleEvent.Attempted::startedAt).toList();
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
