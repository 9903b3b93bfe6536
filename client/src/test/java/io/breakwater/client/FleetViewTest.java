package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.Authentication;
import io.breakwater.broker.NatsCluster;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.policy.FleetFacts;
import io.breakwater.policy.FleetSettings;
import io.breakwater.policy.LifecyclePolicyBuilder;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.Secret;
import io.breakwater.policy.SecretSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Buses find out from real servers how many they are, and who is which. */
@Timeout(120)
class FleetViewTest {
  private static final Duration GENEROUS = Duration.ofSeconds(40);

  private final List<Bus> buses = new ArrayList<>();

  @AfterEach
  void closeAll() {
    buses.forEach(Bus::close);
  }

  @Test
  void fiveBuses_twoOfOneName_knowThatTheyAreFive_andHaveARankEach_throughAnOutageToo()
      throws Exception {
    try (NatsServer server = NatsServer.start()) {
      open(5, i -> spread(server.url()).name("bus-" + i / 2));
      awaitWholeFleet();
      assertThat(fleet()).allSatisfy(it -> assertThat(it.connectRate().orElse(0)).isPositive());
      assertThat(Probes.get(buses.get(0), "/readyz?verbose").body())
          .contains("\"connections\":5", "\"connectRate\":", "\"rank\":", "\"periodMillis\":");

      List<FleetFacts> before = fleet();
      server.kill();
      await().atMost(GENEROUS).until(() -> buses.stream().noneMatch(it -> it.health().connected()));
      assertThat(fleet()).isEqualTo(before);
      server.restart();
      await().atMost(GENEROUS).until(() -> buses.stream().allMatch(it -> it.health().connected()));
      awaitWholeFleet();
    }
  }

  @Test
  void connectionsOfACluster_areAddedUp() {
    try (NatsCluster cluster = NatsCluster.start(3)) {
      open(6, i -> spread(cluster.nodes().get(i % 3).url()).name("bus-" + i));
      awaitWholeFleet();
    }
  }

  @Test
  void whatIsConfigured_goesFirst() {
    try (NatsServer server = NatsServer.start()) {
      FleetSettings told = FleetSettings.DEFAULTS.withConnections(64).withConnectRate(16);
      open(1, i -> spread(server.url()).fleet(told));
      await().atMost(GENEROUS).until(() -> fleet().get(0).rank().isPresent());
      assertThat(fleet()).containsExactly(FleetFacts.of(64, 16, 0));
      // 64 / (0.95 x 16)
      assertThat(buses.get(0).health().period().toMillis()).isEqualTo(4_210);
    }
  }

  @Test
  void whoMayNotAsk_isNotBothered_andComesBackAllTheSame() {
    try (NatsServer server =
        NatsServer.start(
            ServerConfig.builder()
                .authentication(
                    new Authentication.Restricted(
                        new Authentication.Password("ann", "secret"), "$SYS.>"))
                .build())) {
      connectsWithoutAView(server);
    }
  }

  @Test
  void whoMayNotListenForAnswers_isNotBothered_andComesBackAllTheSame() {
    try (NatsServer server =
        NatsServer.start(
            ServerConfig.builder()
                .authentication(
                    new Authentication.Raw(
                        """
                        authorization { users: [ { user: ann, password: secret,
                          permissions: { subscribe: { deny: "_INBOX.>" } } } ] }
                        """))
                .build())) {
      connectsWithoutAView(server);
    }
  }

  private void connectsWithoutAView(NatsServer server) {
    Events events = new Events();
    buses.add(
        Bus.open(
            spread(server.url())
                .authentication(
                    new io.breakwater.policy.Authentication.UserPassword(
                        "ann", new SecretSource.Inline(Secret.of("secret"))))
                .build(),
            events));
    // What it sees itself is all that it has: C, and that from its own handshake.
    await().atMost(GENEROUS).until(() -> fleet().get(0).connectRate().isPresent());
    assertThat(fleet().get(0).connections()).isEmpty();
    assertThat(fleet().get(0).rank()).isEmpty();

    server.kill();
    await().atMost(GENEROUS).until(() -> !buses.get(0).health().connected());
    server.restart();
    await().atMost(GENEROUS).until(() -> buses.get(0).health().connected());
    assertThat(events.of(LifecycleEvent.Warned.class)).isEmpty();
  }

  private static LifecyclePolicyBuilder spread(String url) {
    return Policies.quick(url)
        .reconnect(ReconnectSettings.DEFAULTS.withWaitTime(Duration.ofMillis(100)));
  }

  private void open(int count, IntFunction<LifecyclePolicyBuilder> policy) {
    IntStream.range(0, count).forEach(i -> buses.add(Bus.open(policy.apply(i).build())));
  }

  private void awaitWholeFleet() {
    await()
        .atMost(GENEROUS)
        .untilAsserted(
            () -> {
              assertThat(fleet())
                  .allSatisfy(it -> assertThat(it.connections()).hasValue(buses.size()));
              assertThat(fleet().stream().map(it -> it.rank().orElse(-1)))
                  .containsExactlyInAnyOrderElementsOf(
                      IntStream.range(0, buses.size()).boxed().toList());
            });
  }

  private List<FleetFacts> fleet() {
    return buses.stream().map(it -> it.health().fleet()).toList();
  }
}
