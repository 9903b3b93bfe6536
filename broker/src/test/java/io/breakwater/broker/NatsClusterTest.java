package io.breakwater.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NatsClusterTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void threeNodes_messagesCross_oneDies_rejoinsOnItsPort() throws Exception {
    List<Long> pids;
    try (NatsCluster cluster = NatsCluster.start(3)) {
      pids = cluster.nodes().stream().map(NatsServer::pid).toList();
      assertThat(cluster.urls()).hasSize(3).doesNotHaveDuplicates();
      assertCrosses(cluster, 0, 2);

      String url = cluster.node(1).url();
      cluster.node(1).kill();
      cluster.awaitRoutes(LIMIT);
      assertCrosses(cluster, 0, 2);

      cluster.node(1).restart();
      cluster.awaitRoutes(LIMIT);
      assertThat(cluster.node(1).url()).isEqualTo(url);
      assertCrosses(cluster, 1, 2);
    }
    assertThat(pids)
        .allMatch(pid -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
  }

  @Test
  void clientsLearnTheOtherNodes() throws Exception {
    try (NatsCluster cluster = NatsCluster.start(2);
        Connection connection = Clients.connect(cluster.node(0).url())) {
      assertThat(connection.getServerInfo().getConnectURLs())
          .containsExactlyInAnyOrder(
              "127.0.0.1:" + cluster.node(0).port(), "127.0.0.1:" + cluster.node(1).port());
    }
  }

  @Test
  void nodeOutsideOfTheCluster_routesDoNotForm() {
    try (NatsCluster cluster = NatsCluster.start(2)) {
      NatsServer node = cluster.node(1);
      node.configure(node.config().toBuilder().cluster(null).build());
      node.restart();
      assertThatThrownBy(() -> cluster.awaitRoutes(Duration.ofSeconds(1)))
          .isInstanceOf(BrokerException.class)
          .hasMessage("the cluster's routes did not form within 1 s");
    }
  }

  private static void assertCrosses(NatsCluster cluster, int from, int to) throws Exception {
    try (Connection publisher = Clients.connect(cluster.node(from).url());
        Connection subscriber = Clients.connect(cluster.node(to).url())) {
      Subscription subscription = subscriber.subscribe("across");
      subscriber.flush(LIMIT);
      // Interest spreads over the routes after the flush: publish until it has.
      Message message = null;
      for (int i = 0; i < 100 && message == null; i++) {
        publisher.publish("across", "hello".getBytes(StandardCharsets.UTF_8));
        message = subscription.nextMessage(Duration.ofMillis(200));
      }
      assertThat(message).isNotNull();
    }
  }
}
