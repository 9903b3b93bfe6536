package io.breakwater.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServerConfigTest {

  @Test
  void everySetting_isTakenByTheServer() {
    ServerConfig config =
        ServerConfig.builder()
            .name("a\"name\"with\\and\u0007")
            .monitoring()
            .jetStream()
            .maxConnections(100)
            .maxPayload(4_096)
            .lameDuckDuration(Duration.ofSeconds(40))
            .lameDuckGracePeriod(Duration.ofMillis(1_500))
            .pingInterval(Duration.ofSeconds(7))
            .writeDeadline(Duration.ofMillis(2_500))
            .extraLine("max_subscriptions: 9")
            .build();
    try (NatsServer server = NatsServer.start(config)) {
      assertThat(server.monitoring().varz().maxConnections()).isEqualTo(100);
      assertThat(server.monitoring().varz().serverName()).isEqualTo(config.name());
    }
  }

  @Test
  void toBuilder_changesOneThingAndKeepsTheRest() {
    ServerConfig config =
        ServerConfig.builder()
            .name("n")
            .port(4_222)
            .maxPayload(9)
            .extraLine("debug: true")
            .processors(List.of(1, 2))
            .build();
    assertThat(config.toBuilder().build()).isEqualTo(config);
    ServerConfig other = config.toBuilder().maxPayload(10).build();
    assertThat(other.settings()).containsEntry("max_payload", "10");
    assertThat(config.settings()).containsEntry("max_payload", "9");
    assertThat(other.extraLines()).containsExactly("debug: true");
    assertThat(other.processors()).containsExactly(1, 2);
  }

  @Test
  void portOrProcessorOutOfRange_isRefused() {
    assertThatThrownBy(() -> ServerConfig.builder().port(65_536).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port must be 0 to 65535: 65536");
    assertThatThrownBy(() -> ServerConfig.builder().monitoringPort(-1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("monitoringPort must be 0 to 65535: -1");
    assertThatThrownBy(() -> ServerConfig.builder().processors(List.of(0, -1)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("processors must be 0 or more: [0, -1]");
  }
}
