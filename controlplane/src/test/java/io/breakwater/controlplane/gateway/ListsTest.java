package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.DeadLetter;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobTransitions;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Markers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Lists, a page at a time. */
@Timeout(120)
class ListsTest {
  @TempDir Path folder;

  private static JobRecord job(String id, String tenant) {
    return JobTransitions.accepted(GatewayFixture.request(id, tenant), Instant.now());
  }

  private static List<String> all(GatewayFixture it, String path) throws Exception {
    List<String> ids = new ArrayList<>();
    String next = "";
    for (int pages = 0; pages < 100; pages++) {
      HttpResponse<String> answer = it.get(path + (next.isEmpty() ? "" : "&page=" + next));
      assertThat(answer.statusCode()).isEqualTo(200);
      JsonNode page = GatewayFixture.json(answer);
      page.path("items").forEach(item -> ids.add(item.path("id").stringValue()));
      next = page.path("next").asString("");
      if (next.isEmpty()) {
        return ids;
      }
    }
    throw new AssertionError("a list without an end: " + ids);
  }

  @Test
  void newest_firstWhatChangedLast_allOfThemOnce_andNobodyElses() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      assertThat(all(it, "/api/v1/jobs?limit=3")).isEmpty();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        it.record(job("j-" + i, i % 3 == 0 ? "other" : "acme"));
        if (i % 3 != 0 && i != 1) {
          expected.add(0, "j-" + i);
        }
      }
      it.record(job("j-1", "acme"));
      expected.add(0, "j-1");
      assertThat(all(it, "/api/v1/jobs?limit=3")).isEqualTo(expected);
      assertThat(all(it, "/api/v1/jobs?limit=200")).isEqualTo(expected);
    }
  }

  /** One page read all that there was, 200 records of the largest size among it. */
  @Test
  void aPageOfLargeRecords_endsEarly_andTheNextGoesOn() throws Exception {
    JsonNode large = Json.mapper().valueToTree("x".repeat(250_000));
    try (GatewayFixture it = new GatewayFixture(folder)) {
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 170; i++) {
        it.record(
            JobTransitions.accepted(
                JobRequest.builder("j-" + i, "echo")
                    .tenant("acme")
                    .payload(large)
                    .submittedAt(Instant.now()),
                Instant.now()));
        expected.add(0, "j-" + i);
      }
      JsonNode first = GatewayFixture.json(it.get("/api/v1/jobs?limit=200"));
      assertThat(first.path("items").size()).isBetween(1, 169);
      assertThat(first.path("next").isMissingNode()).isFalse();
      assertThat(all(it, "/api/v1/jobs?limit=200")).isEqualTo(expected);
    }
  }

  @Test
  void open_byTheirMarkers_oldestFirst() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      Markers markers = new Markers(it.bus, Bucket.OPEN_JOBS);
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        String id = "j-" + i;
        long mark = markers.put(id).toCompletableFuture().get();
        it.record(job(id, i % 4 == 0 ? "other" : "acme"));
        if (i % 5 == 0) {
          var unused = markers.delete(id, mark).toCompletableFuture().get();
        } else if (i % 4 != 0) {
          expected.add(id);
        }
      }
      assertThat(all(it, "/api/v1/jobs?open=true&limit=2")).isEqualTo(expected);
      assertThat(all(it, "/api/v1/jobs?open=true&limit=200")).isEqualTo(expected);
    }
  }

  @Test
  void deadLetters_areListed_andRetriedAsOneNewJob() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      assertThat(all(it, "/api/v1/dlq?limit=2")).isEmpty();
      var stream = it.bus.connection().jetStream();
      for (String id : List.of("j-a", "j-b", "j-c")) {
        String tenant = id.equals("j-b") ? "other" : "acme";
        var unused =
            stream.publish(Subjects.JOB_DEAD_LETTER, Json.bytes(DeadLetter.of(job(id, tenant))));
      }
      var garbage = stream.publish(Subjects.JOB_DEAD_LETTER, new byte[] {1, 2, 3});
      assertThat(garbage.hasError()).isFalse();
      assertThat(all(it, "/api/v1/dlq?limit=1")).containsExactly("3", "1");

      String again = GatewayFixture.id(it.post("/api/v1/dlq/3/retry", ""));
      assertThat(GatewayFixture.id(it.post("/api/v1/dlq/3/retry", ""))).isEqualTo(again);
      assertThat(it.submissions())
          .singleElement()
          .satisfies(job -> assertThat(job.retryOf()).isEqualTo("j-c"))
          .satisfies(job -> assertThat(job.id()).isEqualTo(again));
      assertThat(it.post("/api/v1/dlq/2/retry", "").statusCode()).isEqualTo(404);
      assertThat(it.post("/api/v1/dlq/4/retry", "").statusCode()).isEqualTo(404);
      assertThat(it.post("/api/v1/dlq/99/retry", "").statusCode()).isEqualTo(404);
    }
  }
}
