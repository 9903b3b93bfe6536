package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobTransitions;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that are handed in, on a real broker. */
@Timeout(120)
class SubmissionTest {
  private static final String JOB = "{\"topic\":\"echo\",\"payload\":{\"n\":1}}";

  @TempDir Path folder;

  @Test
  void accepted_isInTheStream_andCanBeAskedForAtOnce() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      HttpResponse<String> answer =
          it.post(
              "/api/v1/jobs",
              """
              {"topic": "resize", "payload": {"n": 1}, "labels": {"who": "ann"}, "priority": 9,
               "requirements": {"gpu": "yes"}, "maxAttempts": 2, "timeoutMillis": 1500,
               "retryFirstMillis": 10, "retryMaxMillis": 20, "deadline": "2999-01-01T00:00:00Z"}
              """);
      assertThat(answer.statusCode()).isEqualTo(202);
      String id = GatewayFixture.id(answer);
      assertThat(answer.headers().firstValue("Location")).contains("/api/v1/jobs/" + id);
      JobRequest job = it.submissions().get(0);
      assertThat(job.id()).isEqualTo(id);
      assertThat(job.tenant()).isEqualTo("acme");
      assertThat(job.topic()).isEqualTo("resize");
      assertThat(job.priority()).isEqualTo(9);
      assertThat(job.maxAttempts()).isEqualTo(2);
      assertThat(job.timeout()).isEqualTo(Duration.ofMillis(1500));
      assertThat(job.retryFirstMillis()).isEqualTo(10);
      assertThat(job.retryMaxMillis()).isEqualTo(20);
      assertThat(job.deadline()).isEqualTo(Instant.parse("2999-01-01T00:00:00Z"));
      assertThat(job.requirements()).containsEntry("gpu", "yes");
      assertThat(job.labels()).containsEntry("who", "ann");

      HttpResponse<String> asked = it.get("/api/v1/jobs/" + id);
      assertThat(asked.statusCode()).isEqualTo(200);
      assertThat(GatewayFixture.json(asked).path("state").stringValue()).isEqualTo("PENDING");
    }
  }

  @Test
  void theSameKey_isTheSameJob_onceRecordedToo() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      String id = GatewayFixture.id(it.post("/api/v1/jobs", JOB, "Idempotency-Key", "k1"));
      HttpResponse<String> again = it.post("/api/v1/jobs", JOB, "Idempotency-Key", "k1");
      assertThat(GatewayFixture.id(again)).isEqualTo(id);
      assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
      assertThat(it.submitted()).isOne();

      it.record(JobTransitions.accepted(it.submissions().get(0), Instant.now()));
      HttpResponse<String> later = it.post("/api/v1/jobs", JOB, "Idempotency-Key", "k1");
      assertThat(later.statusCode()).isEqualTo(202);
      assertThat(GatewayFixture.id(later)).isEqualTo(id);
      assertThat(it.submitted()).isOne();
    }
  }

  @Test
  void theSameKey_withAnotherBody_isRefused_butIsAnotherKeyOfAnotherCaller() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      String id = GatewayFixture.id(it.post("/api/v1/jobs", JOB, "Idempotency-Key", "k1"));
      HttpResponse<String> other =
          it.post("/api/v1/jobs", "{\"topic\":\"sleep\"}", "Idempotency-Key", "k1");
      assertThat(other.statusCode()).isEqualTo(422);
      assertThat(GatewayFixture.id(other)).isEqualTo(id);

      HttpResponse<String> stranger =
          it.call("POST", "/api/v1/jobs", it.otherKey, JOB, List.of("Idempotency-Key", "k1"));
      assertThat(stranger.statusCode()).isEqualTo(202);
      assertThat(GatewayFixture.id(stranger)).isNotEqualTo(id);
      assertThat(it.submitted()).isEqualTo(2);
    }
  }

  @Test
  void theSameKey_manyTimesAtOnce_isOneJob() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      ExecutorService clients = Executors.newFixedThreadPool(8);
      try {
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
          answers.add(clients.submit(() -> it.post("/api/v1/jobs", JOB, "Idempotency-Key", "one")));
        }
        List<String> ids = new ArrayList<>();
        for (Future<HttpResponse<String>> answer : answers) {
          assertThat(answer.get().statusCode()).isEqualTo(202);
          ids.add(GatewayFixture.id(answer.get()));
        }
        assertThat(ids).containsOnly(ids.get(0));
        assertThat(it.submitted()).isOne();
      } finally {
        clients.shutdownNow();
      }
    }
  }

  @Test
  void jobsOfOthers_areNotThere() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      String id = GatewayFixture.id(it.post("/api/v1/jobs", JOB));
      String path = "/api/v1/jobs/" + id;
      assertThat(it.call("GET", path, it.otherKey, "", List.of()).statusCode()).isEqualTo(404);
      it.record(JobTransitions.accepted(it.submissions().get(0), Instant.now()));
      assertThat(it.call("GET", path, it.otherKey, "", List.of()).statusCode()).isEqualTo(404);
      assertThat(it.get(path).statusCode()).isEqualTo(200);
      assertThat(it.call("POST", path + "/cancel", it.otherKey, "", List.of()).statusCode())
          .isEqualTo(404);
    }
  }
}
