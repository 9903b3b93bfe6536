package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsCluster;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.ClusterInfo;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A stream of three replicas, whose leader dies while the bus stays connected to another server.
 */
@Timeout(240)
class OutboxLeaderTest {
  private static final Duration ELECTIONS = Duration.ofSeconds(90);
  private static final int MESSAGES = 300;
  private static final int FEW = 100;

  private NatsCluster cluster;

  @BeforeEach
  void start() {
    cluster = NatsCluster.start(3, ServerConfig.builder().jetStream().build());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  /** Past the 5 s within which an answer is expected, and several of the waits after a no. */
  private static final Duration WITHOUT_LEADER = Duration.ofSeconds(13);

  @Test
  void streamWithoutLeader_isAskedFor_andNoMessageIsSentForNothing() throws Exception {
    ClusterInfo replicas = makeStream();
    NatsServer leader = node(replicas.getLeader());
    NatsServer follower = node(replicas.getReplicas().get(0).getName());
    NatsServer ours = node(replicas.getReplicas().get(1).getName());
    try (Bus bus = Bus.open(Policies.quick(ours.url()).build())) {
      bus.started().toCompletableFuture().get(40, TimeUnit.SECONDS);
      send(bus, "before").toCompletableFuture().get(40, TimeUnit.SECONDS);

      leader.kill();
      follower.kill();
      long before = sent(bus);
      List<CompletionStage<Receipt>> receipts = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        receipts.add(send(bus, "m" + i));
      }
      Thread.sleep(WITHOUT_LEADER.toMillis());
      assertThat(bus.health().connected()).isTrue();
      // Once each, and a question or a message per second.
      assertThat(sent(bus) - before).isLessThan(MESSAGES + FEW);

      leader.restart();
      follower.restart();
      for (CompletionStage<Receipt> receipt : receipts) {
        assertThat(receipt.toCompletableFuture().get(90, TimeUnit.SECONDS).stream())
            .isEqualTo("ORDERS");
      }
      // Not one of them went out again and again to a leader that could not be reached yet. An
      // election takes a busy machine half a minute, with a question or a message per second.
      assertThat(sent(bus) - before).isLessThan(2 * MESSAGES + 2 * FEW);
      assertThat(
              bus.connection()
                  .jetStreamManagement()
                  .getStreamInfo("ORDERS")
                  .getStreamState()
                  .getMsgCount())
          .isEqualTo(MESSAGES + 1);
    }
  }

  private static long sent(Bus bus) {
    return bus.connection().getStatistics().getOutMsgs();
  }

  private static CompletionStage<Receipt> send(Bus bus, String id) {
    return bus.outbox().send("orders.new", new byte[16], MessageId.of(id));
  }

  private NatsServer node(String name) {
    return cluster.node(name.charAt(name.length() - 1) - '1');
  }

  /** A cluster elects who makes streams some time after its routes stand. */
  private ClusterInfo makeStream() throws Exception {
    try (Connection nats = Nats.connect(cluster.node(0).url())) {
      JetStreamManagement management = nats.jetStreamManagement();
      StreamConfiguration orders =
          StreamConfiguration.builder().name("ORDERS").subjects("orders.>").replicas(3).build();
      return await()
          .atMost(ELECTIONS)
          .ignoreExceptions()
          .until(
              () -> {
                management.addStream(orders);
                return management.getStreamInfo("ORDERS").getClusterInfo();
              },
              info -> info.getLeader() != null && info.getReplicas().size() == 2);
    }
  }
}
