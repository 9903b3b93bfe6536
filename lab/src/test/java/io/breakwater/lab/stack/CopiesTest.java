package io.breakwater.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.Monitoring.StreamState;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CopiesTest {
  private static Map<String, StreamState> copy(long messages, long last) {
    return Map.of("KV_jobs", new StreamState(messages, last));
  }

  @Test
  void fewerThanOneThatKnowsNoMore_isIncomplete() {
    assertThat(
            Copies.incompleteOf(
                List.of(copy(3_019, 9_000), copy(3_019, 9_000), copy(2_653, 9_000))))
        .containsExactly(new Copies.Incomplete(2, "KV_jobs", 366));
    assertThat(new Copies.Incomplete(2, "KV_jobs", 366))
        .hasToString("n3 had lost 366 messages of KV_jobs");
  }

  @Test
  void fewerBecauseItIsBehind_isNot() {
    assertThat(Copies.incompleteOf(List.of(copy(3_019, 9_000), copy(3_018, 8_999)))).isEmpty();
    assertThat(Copies.incompleteOf(List.of(copy(3_019, 9_000), Map.of()))).isEmpty();
    assertThat(Copies.incompleteOf(List.of())).isEmpty();
  }

  /** It had missed a purge, and the two that had not were wiped for it, one after the other. */
  @Test
  void moreThanAllOthers_isNoLossOfTheirs() {
    assertThat(Copies.incompleteOf(List.of(copy(50, 9_000), copy(50, 9_000), copy(175, 9_000))))
        .isEmpty();
  }

  @Test
  void aServerSaysWhatItHas() throws Exception {
    try (NatsServer server =
        NatsServer.start(ServerConfig.builder().jetStream().monitoring().build())) {
      assertThat(server.monitoring().jsz().copies()).isEmpty();
      try (Connection nats = io.nats.client.Nats.connect(server.url())) {
        nats.jetStreamManagement()
            .addStream(StreamConfiguration.builder().name("S").subjects("s").build());
        nats.jetStream().publish("s", new byte[1]);
      }
      assertThat(server.monitoring().jsz().copies())
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.name()).isEqualTo("S");
                assertThat(it.state()).isEqualTo(new StreamState(1, 1));
              });
      assertThat(Copies.incomplete(List.of(server, server))).isEmpty();
    }
  }
}
