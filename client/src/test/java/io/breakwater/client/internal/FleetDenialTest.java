package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.Authentication;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.client.Bus;
import io.breakwater.client.Policies;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.Secret;
import io.breakwater.policy.SecretSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real server denies its users one of the two questions. */
@Timeout(120)
class FleetDenialTest {
  private static final Duration GENEROUS = Duration.ofSeconds(40);

  @Test
  void whoMayCountButNotList_countsOn_andSaysWhatThatMeans() {
    try (NatsServer server = denying(FleetQuery.LIST)) {
      List<String> said =
          CapturedLog.of(
              () -> {
                try (Bus first = open(server);
                    Bus second = open(server)) {
                  awaitConnections(first, 2);
                  // After the denial: it goes on counting.
                  try (Bus third = open(server)) {
                    awaitConnections(first, 3);
                    awaitConnections(second, 3);
                    awaitConnections(third, 3);
                  }
                  assertThat(first.health().fleet().rank()).isEmpty();
                }
              });
      // How many there are may go unanswered for a while, on a busy machine.
      assertThat(said)
          .filteredOn(line -> line.contains("does not tell who"))
          .hasSize(3)
          .allMatch(
              line ->
                  line.endsWith(
                      "the broker does not tell who is connected (it does not permit us to ask);"
                          + " the slot follows the connection's name"));
    }
  }

  @Test
  void whoMayNotCount_asksForNoListEither_andSaysWhatThatMeans() {
    try (NatsServer server = denying(FleetQuery.COUNT)) {
      List<String> said =
          CapturedLog.of(
              () -> {
                try (Bus bus = open(server)) {
                  await()
                      .atMost(GENEROUS)
                      .until(() -> bus.health().fleet().connectRate().isPresent());
                  assertThat(bus.health().fleet().connections()).isEmpty();
                  assertThat(bus.health().fleet().rank()).isEmpty();
                }
              });
      assertThat(said)
          .filteredOn(line -> line.contains("does not tell"))
          .singleElement()
          .asString()
          .endsWith(
              "the broker does not tell how many are connected (it does not permit us to ask);"
                  + " what the policy says holds");
    }
  }

  private static NatsServer denying(String subject) {
    return NatsServer.start(
        ServerConfig.builder()
            .authentication(
                new Authentication.Restricted(
                    new Authentication.Password("ann", "secret"), subject))
            .build());
  }

  private static Bus open(NatsServer server) {
    return Bus.open(
        Policies.quick(server.url())
            .name("mine")
            .authentication(
                new io.breakwater.policy.Authentication.UserPassword(
                    "ann", new SecretSource.Inline(Secret.of("secret"))))
            .reconnect(ReconnectSettings.DEFAULTS.withWaitTime(Duration.ofMillis(100)))
            .build());
  }

  private static void awaitConnections(Bus bus, int connections) {
    await()
        .atMost(GENEROUS)
        .until(() -> bus.health().fleet().connections().orElse(0) == connections);
  }
}
