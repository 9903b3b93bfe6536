package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.controlplane.contract.JobTransitions;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway says while the broker is away, and what becomes of it. */
@Timeout(180)
class OutageTest {
  private static final String JOB = "{\"topic\":\"echo\"}";

  @TempDir Path folder;

  @Test
  void refusedInAnOutage_neverRuns_andTheKeyIsFree() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      it.broker.kill();
      it.awaitDisconnected();
      HttpResponse<String> refused = it.post("/api/v1/jobs", JOB, "Idempotency-Key", "k");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(it.get("/api/v1/jobs?open=true").statusCode()).isEqualTo(503);
      assertThat(it.get("/api/v1/dlq").statusCode()).isEqualTo(503);
      assertThat(it.get("/api/v1/jobs/j-unknown").statusCode()).isEqualTo(503);

      it.broker.restart();
      it.awaitConnected();
      assertThat(it.submitted()).isZero();
      HttpResponse<String> other =
          it.post("/api/v1/jobs", "{\"topic\":\"sleep\"}", "Idempotency-Key", "k");
      assertThat(other.statusCode()).isEqualTo(202);
      assertThat(it.submissions())
          .singleElement()
          .satisfies(job -> assertThat(job.topic()).isEqualTo("sleep"));
    }
  }

  @Test
  void whatIsKnown_isAnsweredInAnOutage_andMarked() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      it.record(JobTransitions.accepted(GatewayFixture.request("j-known", "acme"), Instant.now()));
      HttpResponse<String> fresh = it.get("/api/v1/jobs/j-known");
      assertThat(fresh.headers().firstValue("Breakwater-Stale")).isEmpty();

      it.broker.kill();
      it.awaitDisconnected();
      HttpResponse<String> stale = it.get("/api/v1/jobs/j-known");
      assertThat(stale.statusCode()).isEqualTo(200);
      assertThat(stale.headers().firstValue("Breakwater-Stale")).isPresent();
      assertThat(stale.body()).isEqualTo(fresh.body());
      assertThat(
              it.call("GET", "/api/v1/jobs/j-known", it.otherKey, "", java.util.List.of())
                  .statusCode())
          .isEqualTo(503);
    }
  }

  @Test
  void aBrokerThatLostItsData_knowsNothing_andTheGatewayDoesNotPretend() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      String id = GatewayFixture.id(it.post("/api/v1/jobs", JOB));
      assertThat(it.get("/api/v1/jobs/" + id).statusCode()).isEqualTo(200);
      it.broker.kill();
      it.broker.wipe();
      it.awaitDisconnected();
      it.broker.restart();
      it.awaitConnected();
      await()
          .atMost(GatewayFixture.LIMIT)
          .until(() -> it.get("/api/v1/jobs/" + id).statusCode() == 404);
      assertThat(it.post("/api/v1/jobs", JOB).statusCode()).isEqualTo(202);
    }
  }

  @Test
  void aBrokerThatHangsInTheMiddle_isNotKnown_andAskingAgainMakesItKnown() throws Exception {
    try (GatewayFixture it =
        new GatewayFixture(folder, settings -> settings.withTimeout(Duration.ofSeconds(1)))) {
      it.broker.pause();
      long began = System.nanoTime();
      HttpResponse<String> unknown = it.post("/api/v1/jobs", JOB);
      assertThat(unknown.statusCode()).isEqualTo(504);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
      assertThat(GatewayFixture.id(unknown)).startsWith("j-");
      assertThat(it.get("/api/v1/jobs/j-other").statusCode()).isEqualTo(503);
      it.broker.resume();
      await()
          .atMost(GatewayFixture.LIMIT)
          .until(() -> it.post("/api/v1/jobs", JOB, "Idempotency-Key", "k").statusCode() == 202);
      assertThat(it.post("/api/v1/jobs", JOB, "Idempotency-Key", "k").statusCode()).isEqualTo(202);
      assertThat(it.submissions()).hasSizeBetween(1, 2);
    }
  }

  @Test
  void whatTheStreamHadBefore_isKnownAfterwards_thoughNoSchedulerHasTakenIt() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      String id = GatewayFixture.id(it.post("/api/v1/jobs", JOB));
      it.broker.kill();
      it.awaitDisconnected();
      it.broker.restart();
      it.awaitConnected();
      assertThat(it.get("/api/v1/jobs/" + id).body()).contains("PENDING");
    }
  }
}
