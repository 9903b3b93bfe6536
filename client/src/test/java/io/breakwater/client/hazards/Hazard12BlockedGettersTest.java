package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static io.breakwater.client.hazards.Scenarios.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import io.breakwater.client.Bus;
import io.breakwater.client.BusState;
import io.breakwater.client.Policies;
import io.breakwater.policy.ProbePlan;
import io.breakwater.policy.ProbeSettings;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asking jnats how much it has yet to send blocks for the whole outage. */
@Timeout(120)
class Hazard12BlockedGettersTest {
  private final ExecutorService askers = Executors.newCachedThreadPool();

  @AfterEach
  void endAskers() {
    askers.shutdownNow();
  }

  @Test
  void plainJnats_answersWhenTheOutageIsOver() throws Exception {
    Scenarios.Recorder recorder = new Scenarios.Recorder();
    try (NatsServer server = NatsServer.start();
        Connection nats = connect(plain(server.url()).connectionListener(recorder))) {
      server.kill();
      await().until(() -> recorder.count(ConnectionListener.Events.DISCONNECTED) >= 2);

      CompletableFuture<Long> answer =
          CompletableFuture.supplyAsync(nats::outgoingPendingMessageCount, askers);
      throughout(Duration.ofSeconds(2)).until(() -> !answer.isDone());
      server.restart();

      assertThat(answer.get(Scenarios.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void theBus_answersDuringTheOutageAndSoDoItsProbes() throws Exception {
    int port = FreePorts.take();
    ProbeSettings probes = ProbeSettings.DEFAULTS.withAddress("127.0.0.1").withPort(port);
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.open(Policies.quick(server.url()).probes(probes).build())) {
      awaitStarted(bus);
      server.kill();
      await().until(() -> bus.health().attempts() >= 2);

      CompletableFuture<Long> jnats =
          CompletableFuture.supplyAsync(bus.connection()::outgoingPendingMessageCount, askers);
      for (int i = 0; i < 20; i++) {
        assertThat(bus.health().state()).isEqualTo(BusState.DISCONNECTED);
        assertThat(probe(port, ProbePlan.READINESS_PATH)).isEqualTo(503);
        assertThat(probe(port, ProbePlan.LIVENESS_PATH)).isEqualTo(200);
      }

      assertThat(bus.health().connected()).isFalse();
      assertThat(jnats).as("asking jnats itself, under the bus").isNotDone();
    } finally {
      FreePorts.giveBack(port);
    }
  }

  private static int probe(int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
