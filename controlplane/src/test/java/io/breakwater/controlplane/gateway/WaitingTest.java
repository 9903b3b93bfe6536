package io.breakwater.controlplane.gateway;

import static org.awaitility.Awaitility.await;

import io.breakwater.controlplane.contract.Heartbeat;
import io.breakwater.controlplane.contract.JobTransitions;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Protocol;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.contract.WorkerStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that wait for a worker that nobody has started. */
@Timeout(120)
class WaitingTest {
  @TempDir Path folder;

  /** It was PENDING for ever, and nothing said why. */
  @Test
  void aJobOfATopicThatNobodyOffers_saysSo_untilAWorkerDoes() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      it.record(JobTransitions.accepted(GatewayFixture.request("j-a", "acme"), Instant.now()));
      await()
          .atMost(GatewayFixture.LIMIT)
          .until(
              () ->
                  it.get("/api/v1/jobs/j-a")
                      .body()
                      .contains("\"waiting\":\"no worker offers topic echo\""));
      WorkerStatus worker = new WorkerStatus("default", List.of("echo"), Map.of(), 1, List.of());
      var unused =
          it.bus.publish(
              Subjects.HEARTBEAT,
              Json.bytes(
                  new Heartbeat(
                      Protocol.VERSION, "worker", "w-1", 1, Instant.now(), 60_000, worker)));
      await()
          .atMost(GatewayFixture.LIMIT)
          .until(() -> !it.get("/api/v1/jobs/j-a").body().contains("waiting"));
    }
  }
}
