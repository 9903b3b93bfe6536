package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.FreePorts;
import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.client.Breakwater;
import io.breakwater.client.Bus;
import io.breakwater.client.Policies;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * jnats waits when it sees the first server of a round again. If that one was learnt by gossip and
 * a later INFO omits it, jnats never sees it again, and never waits.
 */
@Timeout(120)
class Hazard03GossipTest {
  private static final Duration WAIT = Duration.ofMillis(500);

  /** So many attempts, at a wait of half a second, take a minute and a half. */
  private static final int HAMMERING = 200;

  /**
   * A server that has a neighbour, then drops its client and has another one; both neighbours are
   * dead. From then on it wants TLS, which ends each attempt at once.
   */
  private static final class Cluster implements AutoCloseable {
    private final int neighbour = FreePorts.take();
    private final int otherNeighbour = FreePorts.take();
    private final ScriptedBroker broker = ScriptedBroker.start(this::script);

    private Script script(int number) {
      return number == 1
          ? Script.begin()
              .sendInfo(Map.of("connect_urls", List.of("127.0.0.1:" + neighbour)))
              .serveUntil("SUB")
              .close()
          : Script.begin()
              .sendInfo(
                  Map.of(
                      "tls_required",
                      true,
                      "connect_urls",
                      List.of("127.0.0.1:" + otherNeighbour)));
    }

    String url() {
      return broker.url();
    }

    int attempts() {
      return broker.connections().size() - 1;
    }

    @Override
    public void close() {
      broker.close();
      FreePorts.giveBack(neighbour);
      FreePorts.giveBack(otherNeighbour);
    }
  }

  @Test
  void plainJnats_attemptsWithoutAnyDelay() throws Exception {
    try (Cluster cluster = new Cluster();
        Connection nats = connect(plain(cluster.url()).reconnectWait(WAIT))) {
      long began = System.nanoTime();
      nats.subscribe("leave");
      await().until(() -> cluster.attempts() >= HAMMERING);

      Duration took = Duration.ofNanos(System.nanoTime() - began);
      assertThat(took).isLessThan(WAIT.multipliedBy(HAMMERING / 4));
    }
  }

  @Test
  void theBus_keepsToItsSchedule() throws Exception {
    try (Cluster cluster = new Cluster();
        Bus bus = Bus.open(policy(cluster))) {
      awaitStarted(bus);
      long began = System.nanoTime();
      var unused = bus.subscribe("leave", message -> {});
      await().until(() -> cluster.attempts() >= 3);

      assertThat(cluster.attempts()).isLessThanOrEqualTo(slotsSince(began));
    }
  }

  @Test
  void theGuard_keepsToItsSchedule() throws Exception {
    try (Cluster cluster = new Cluster();
        Connection nats = connect(Breakwater.guard(plain(cluster.url()), policy(cluster)))) {
      long began = System.nanoTime();
      nats.subscribe("leave");
      await().until(() -> cluster.attempts() >= 3);

      assertThat(cluster.attempts()).isLessThanOrEqualTo(slotsSince(began));
    }
  }

  private static int slotsSince(long nanos) {
    return (int) ((System.nanoTime() - nanos) / WAIT.toNanos());
  }

  private static LifecyclePolicy policy(Cluster cluster) {
    return Policies.quick(cluster.url())
        .reconnect(ReconnectSettings.DEFAULTS.withShape(ScheduleShape.FIXED).withWaitTime(WAIT))
        .build();
  }
}
