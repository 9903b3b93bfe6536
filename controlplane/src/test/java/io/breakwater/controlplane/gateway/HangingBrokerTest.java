package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.DeadLetter;
import io.breakwater.controlplane.contract.JobTransitions;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Subjects;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is stopped with SIGSTOP: connected, and silent. */
@Timeout(120)
class HangingBrokerTest {
  /** Far more than the limit of a request here, and far less than it took: 10 s each. */
  private static final Duration SOON = Duration.ofSeconds(6);

  @TempDir Path folder;

  private static GatewaySettings oneSecond(GatewaySettings settings) {
    return settings.withTimeout(Duration.ofSeconds(1));
  }

  @Test
  void listsAndTheRetryOfADeadLetter_endByTheLimit() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder, HangingBrokerTest::oneSecond)) {
      var job = JobTransitions.accepted(GatewayFixture.request("j-a", "acme"), Instant.now());
      it.record(job);
      var letter =
          it.bus
              .connection()
              .jetStream()
              .publish(Subjects.JOB_DEAD_LETTER, Json.bytes(DeadLetter.of(job)));
      assertThat(letter.hasError()).isFalse();
      assertThat(it.get("/api/v1/dlq").statusCode()).isEqualTo(200);

      it.broker.pause();
      try {
        for (String list : List.of("jobs", "jobs?open=true", "runs", "runs?open=true", "dlq")) {
          endsSoon(list, () -> it.get("/api/v1/" + list));
        }
        endsSoon("retry", () -> it.post("/api/v1/dlq/1/retry", ""));
      } finally {
        it.broker.resume();
      }
    }
  }

  private interface Request {
    HttpResponse<String> send() throws Exception;
  }

  private static void endsSoon(String what, Request request) throws Exception {
    long began = System.nanoTime();
    HttpResponse<String> answer = request.send();
    assertThat(answer.statusCode()).as(what).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).as(what).isPresent();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).as(what).isLessThan(SOON);
  }

  /** It was 503, where one without a key was taken. */
  @Test
  void aJobWithAKey_isTakenOntoTheDisk_asOneWithoutIs() throws Exception {
    try (GatewayFixture it = GatewayFixture.onDisk(folder)) {
      it.broker.pause();
      try {
        HttpResponse<String> taken =
            it.post("/api/v1/jobs", "{\"topic\":\"echo\"}", "Idempotency-Key", "k");
        assertThat(taken.statusCode()).isEqualTo(202);
        assertThat(taken.body()).contains("\"held\":\"outbox\"");
      } finally {
        it.broker.resume();
      }
    }
  }
}
