package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobTransitions;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Subjects;
import io.nats.client.impl.Headers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Idempotency keys that somebody uses again, where the store cannot tell. */
@Timeout(120)
class KeyReuseTest {
  private static final String JOBS = "/api/v1/jobs";
  private static final String ONE = "{\"topic\":\"echo\",\"payload\":1}";
  private static final String TWO = "{\"topic\":\"echo\",\"payload\":2}";

  @TempDir Path folder;

  /** It was accepted, held on disk, and never ran. */
  @Test
  void anotherBodyInAnOutage_isRefused_andTheJobStaysWhatItWas() throws Exception {
    try (GatewayFixture it = GatewayFixture.onDisk(folder)) {
      String id = GatewayFixture.id(it.post(JOBS, ONE, "Idempotency-Key", "k"));
      it.record(JobTransitions.accepted(it.submissions().get(0), Instant.now()));
      HttpResponse<String> before = it.get(JOBS + "/" + id);
      it.broker.kill();
      it.awaitDisconnected();

      assertThat(it.post(JOBS, TWO, "Idempotency-Key", "k").statusCode()).isEqualTo(422);
      HttpResponse<String> again = it.post(JOBS, ONE, "Idempotency-Key", "k");
      assertThat(again.statusCode()).isEqualTo(202);
      assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
      HttpResponse<String> stale = it.get(JOBS + "/" + id);
      assertThat(stale.body()).isEqualTo(before.body());
      assertThat(stale.headers().firstValue("Breakwater-Stale")).isPresent();
    }
  }

  @Test
  void repeatedInAnOutage_isHeldWhereItIs() throws Exception {
    try (GatewayFixture it = GatewayFixture.onDisk(folder)) {
      it.broker.kill();
      it.awaitDisconnected();
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> held = it.post(JOBS, ONE, "Idempotency-Key", "k");
        assertThat(held.statusCode()).isEqualTo(202);
        assertThat(held.body()).contains("\"held\":\"outbox\"");
      }
      it.broker.restart();
      it.awaitConnected();
      await().atMost(GatewayFixture.LIMIT).until(() -> it.submitted() > 0);
      assertThat(it.submissions()).hasSize(1);
    }
  }

  /** Both were accepted, and the second never ran. */
  @Test
  void anotherBodyThroughAnotherGateway_beforeASchedulerTookTheFirst_isRefused() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder);
        GatewayService second = it.another(folder)) {
      String id = GatewayFixture.id(it.post(JOBS, ONE, "Idempotency-Key", "k"));
      HttpResponse<String> answer = post(it, second, TWO);
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(it.get(JOBS + "/" + id).body()).contains("\"payload\":1");
    }
  }

  /** The stream took it for the job that there was, and it was gone without a word. */
  @Test
  void anotherBodyInAnOutage_throughAGatewayThatNeverSawTheKey_reachesTheScheduler()
      throws Exception {
    try (GatewayFixture it = GatewayFixture.onDisk(folder);
        GatewayService second = it.another(folder)) {
      assertThat(post(it, second, ONE).statusCode()).isEqualTo(202);
      it.broker.kill();
      it.awaitDisconnected();
      HttpResponse<String> held = it.post(JOBS, TWO, "Idempotency-Key", "k");
      assertThat(held.statusCode()).isEqualTo(202);
      it.broker.restart();
      it.awaitConnected();
      await()
          .atMost(GatewayFixture.LIMIT)
          .untilAsserted(
              () ->
                  assertThat(it.submissions())
                      .extracting(job -> job.payload().asInt())
                      .containsExactly(1, 2));
    }
  }

  /** As a scheduler leaves it: the other request is a dead letter, as it was. */
  @Test
  void anotherBodyThatWasRefusedLater_isADeadLetter_andTheJobSaysSo() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      String id = GatewayFixture.id(it.post(JOBS, ONE, "Idempotency-Key", "k"));
      JobRequest one = it.submissions().get(0);
      it.record(
          JobTransitions.otherRefused(JobTransitions.accepted(one, Instant.now()), Instant.now()));
      JobRequest two =
          JobRequest.builder(id, "echo")
              .payload(Json.mapper().valueToTree(2))
              .tenant("acme")
              .submittedAt(Instant.now());
      Headers reason =
          new Headers().put("Breakwater-Reason", JobError.KEY_REUSED + ": it never runs");
      var letter =
          it.bus
              .connection()
              .jetStream()
              .publish(Subjects.JOB_DEAD_LETTER, reason, Json.bytes(two));
      assertThat(letter.hasError()).isFalse();

      assertThat(GatewayFixture.json(it.get(JOBS + "/" + id)).path("refusedRequests").asInt())
          .isEqualTo(1);
      String dlq = it.get("/api/v1/dlq").body();
      assertThat(dlq).contains(JobError.KEY_REUSED, "\"state\":\"FAILED\"", id);
      assertThat(it.post("/api/v1/dlq/1/retry", "").statusCode()).isEqualTo(202);
      assertThat(it.submissions().get(1).payload().asInt()).isEqualTo(2);
    }
  }

  private static HttpResponse<String> post(GatewayFixture it, GatewayService to, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.port() + JOBS))
            .header("Authorization", "Bearer " + it.key)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "k")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** It was 404. */
  @Test
  void acceptedLongAgo_andNotTaken_isNotUnknown() throws Exception {
    String large = "{\"topic\":\"echo\",\"payload\":\"" + "x".repeat(250_000) + "\"}";
    try (GatewayFixture it = new GatewayFixture(folder)) {
      String first = GatewayFixture.id(it.post(JOBS, large));
      for (int i = 0; i < 40; i++) {
        assertThat(it.post(JOBS, large).statusCode()).isEqualTo(202);
      }
      HttpResponse<String> asked = it.get(JOBS + "/" + first);
      assertThat(asked.statusCode()).isEqualTo(503);
      assertThat(asked.body()).contains("accepted here");
    }
  }
}
