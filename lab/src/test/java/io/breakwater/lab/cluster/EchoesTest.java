package io.breakwater.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.breakwater.lab.storm.StormAuthentication;
import io.breakwater.lab.storm.StormBroker;
import io.breakwater.lab.storm.StormClients;
import io.breakwater.lab.storm.StormFleet;
import io.breakwater.lab.storm.StormFleets;
import io.breakwater.lab.storm.StormOptions;
import io.breakwater.lab.storm.StormSecurity;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A check that cannot fail is none: here are those whom it finds. */
final class EchoesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofSeconds(2);

  @Test
  void oneWhoHasNoSubscriptionAnyMore_isSilent_andOneWhoClosed_isCounted() throws Exception {
    Echoes echoes = new Echoes();
    StormOptions options = Drills.storm(StormClients.JNATS, 1, "jitter");
    try (StormBroker kind =
            StormBroker.of(StormSecurity.of(StormAuthentication.PASSWORD), List.of());
        NatsServer server = kind.start();
        StormFleet nobody =
            StormFleets.of(options.arms().get(0), options, kind, List.of(server.url()), 1, echoes);
        Connection answers = Nats.connect(withLogin(server));
        Connection closes = Nats.connect(withLogin(server))) {
      echoes.jnats(0, answers);
      echoes.jnats(1, closes);
      assertThat(Echoes.silent(nobody, Set.of(0, 1), kind, server.url(), PATIENCE)).isEmpty();
      assertThat(echoes.closed()).isZero();

      closes.close();

      assertThat(Echoes.silent(nobody, Set.of(0, 1), kind, server.url(), SOON)).containsExactly(1);
      assertThat(echoes.closed()).isEqualTo(1);
    }
  }

  @Test
  void lightClients_onAServerThatHangs_areSilent() throws Exception {
    StormOptions options = Drills.storm(StormClients.LIGHT, 3, "spread");
    try (StormBroker kind = StormBroker.of(StormSecurity.of(StormAuthentication.NONE), List.of());
        NatsServer server = kind.start();
        StormFleet fleet =
            StormFleets.of(
                options.arms().get(0), options, kind, List.of(server.url()), 1, new Echoes())) {
      fleet.start();
      await().atMost(PATIENCE).until(() -> fleet.connected() == 3);
      assertThat(Echoes.silent(fleet, Set.of(0, 1, 2), kind, server.url(), PATIENCE)).isEmpty();

      server.pause();

      assertThat(Echoes.silent(fleet, Set.of(0, 1, 2), kind, server.url(), SOON))
          .containsExactlyInAnyOrder(0, 1, 2);
    }
  }

  private static String withLogin(NatsServer server) {
    return server.url().replace("://", "://storm:storm-drill@");
  }
}
