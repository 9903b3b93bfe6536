package io.breakwater.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import java.net.URI;
import org.junit.jupiter.api.Test;

final class MonitoringTest {

  @Test
  void figuresOfARunningServer() throws Exception {
    ServerConfig config =
        ServerConfig.builder().name("n1").monitoring().maxConnections(7).maxPayload(2_048).build();
    try (NatsServer server = NatsServer.start(config);
        Connection connection =
            Clients.connect(Clients.options(server.url()).connectionName("a client"))) {
      Monitoring monitoring = server.monitoring();
      assertThat(monitoring.healthz().ok()).isTrue();
      Monitoring.Varz varz = monitoring.varz();
      assertThat(varz.serverId()).isEqualTo(connection.getServerInfo().getServerId());
      assertThat(varz.serverName()).isEqualTo("n1");
      assertThat(varz.version()).isEqualTo(NatsServerBinary.find().version());
      assertThat(varz.connections()).isEqualTo(1);
      assertThat(varz.totalConnections()).isPositive();
      assertThat(varz.memoryBytes()).isPositive();
      assertThat(varz.maxConnections()).isEqualTo(7);
      assertThat(varz.maxPayload()).isEqualTo(2_048);
      assertThat(monitoring.connz().total()).isEqualTo(1);
      assertThat(monitoring.connz().connections())
          .singleElement()
          .satisfies(client -> assertThat(client.name()).isEqualTo("a client"))
          .satisfies(client -> assertThat(client.id()).isPositive());
      assertThat(monitoring.routez().routes()).isEmpty();
    }
  }

  @Test
  void noMonitoringPort_deadServer_strangeServer_eachSaysSo() {
    try (NatsServer server = NatsServer.start()) {
      assertThatThrownBy(server::monitoring)
          .isInstanceOf(BrokerException.class)
          .hasMessage("the server on port " + server.port() + " has no monitoring");
    }
    try (NatsServer server = NatsServer.start(ServerConfig.builder().monitoring().build())) {
      server.kill();
      assertThatThrownBy(() -> server.monitoring().varz())
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("/varz does not answer");
    }
    Script page =
        Script.begin()
            .await("GET")
            .send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
            .halfClose();
    try (ScriptedBroker web = ScriptedBroker.start(page)) {
      Monitoring monitoring = new Monitoring(URI.create("http://127.0.0.1:" + web.port()));
      assertThatThrownBy(monitoring::varz)
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("/varz is not a nats-server's");
    }
  }
}
