package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.CancelReply;
import io.breakwater.controlplane.contract.CancelRequest;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.JobTransitions;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.RunReply;
import io.breakwater.controlplane.contract.RunRequest;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.contract.WorkflowSubjects;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Markers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workflows, runs and cancellations, with the answers of scheduler and engine given here. */
@Timeout(120)
class ControlTest {
  private static final String FLOW =
      "{\"id\":\"flow\",\"steps\":[{\"name\":\"a\",\"topic\":\"echo\"}]}";

  @TempDir Path folder;

  @Test
  void workflow_isVersioned_andARunKeepsItsVersion() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      assertThat(it.post("/api/v1/workflows/flow/runs", "").statusCode()).isEqualTo(404);
      assertThat(version(it.post("/api/v1/workflows", FLOW))).isEqualTo(1);
      HttpResponse<String> same = it.post("/api/v1/workflows", FLOW);
      assertThat(same.statusCode()).isEqualTo(200);
      assertThat(version(same)).isEqualTo(1);

      HttpResponse<String> run =
          it.post("/api/v1/workflows/flow/runs", "{\"input\":{\"n\":1}}", "Idempotency-Key", "r1");
      assertThat(run.statusCode()).isEqualTo(202);
      String id = GatewayFixture.id(run);
      assertThat(it.post("/api/v1/workflows", FLOW.replace("echo", "sleep")).statusCode())
          .isEqualTo(201);
      RunRecord stored =
          new Documents<>(it.bus, Bucket.RUNS, RunRecord.class)
              .get(id)
              .toCompletableFuture()
              .get()
              .orElseThrow()
              .value();
      assertThat(stored.definitionVersion()).isEqualTo(1);
      assertThat(stored.tenant()).isEqualTo("acme");
      assertThat(stored.input().path("n").intValue()).isEqualTo(1);
      assertThat(new Markers(it.bus, Bucket.OPEN_RUNS).list(Duration.ofSeconds(10)))
          .containsOnlyKeys(id);

      HttpResponse<String> again =
          it.post("/api/v1/workflows/flow/runs", "{\"input\":{\"n\":1}}", "Idempotency-Key", "r1");
      assertThat(GatewayFixture.id(again)).isEqualTo(id);
      HttpResponse<String> other =
          it.post("/api/v1/workflows/flow/runs", "{\"input\":{\"n\":2}}", "Idempotency-Key", "r1");
      assertThat(other.statusCode()).isEqualTo(422);

      assertThat(it.get("/api/v1/runs/" + id).statusCode()).isEqualTo(200);
      assertThat(GatewayFixture.json(it.get("/api/v1/runs?open=true")).path("items")).hasSize(1);
      assertThat(GatewayFixture.json(it.get("/api/v1/runs")).path("items")).hasSize(1);
      assertThat(version(it.get("/api/v1/workflows/flow"))).isEqualTo(2);
      assertThat(version(it.get("/api/v1/workflows/flow?version=1"))).isEqualTo(1);
      assertThat(it.get("/api/v1/workflows/flow?version=3").statusCode()).isEqualTo(404);
      assertThat(
              it.call("POST", "/api/v1/workflows", it.otherKey, FLOW, java.util.List.of())
                  .statusCode())
          .isEqualTo(409);
    }
  }

  private static int version(HttpResponse<String> answer) {
    return GatewayFixture.json(answer).path("definitionVersion").intValue();
  }

  @Test
  void cancel_isTheSchedulersToDo() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      it.record(JobTransitions.accepted(GatewayFixture.request("j-1", "acme"), Instant.now()));
      String path = "/api/v1/jobs/j-1/cancel";
      HttpResponse<String> nobody = it.post(path, "");
      assertThat(nobody.statusCode()).isEqualTo(503);
      CancelReply[] reply = {CancelReply.of(CancelReply.Result.CANCELLED, JobState.CANCELLED)};
      String[] by = {""};
      JobRequest[] untaken = {null};
      it.bus.subscribe(
          Subjects.JOB_CANCEL,
          message -> {
            CancelRequest request = Json.read(message.getData(), CancelRequest.class);
            by[0] = String.valueOf(request.by());
            untaken[0] = request.job();
            var unused = it.bus.publish(message.getReplyTo(), Json.bytes(reply[0]));
          });
      assertThat(it.post(path, "{\"reason\":\"changed my mind\"}").statusCode()).isEqualTo(200);
      assertThat(by[0]).isEqualTo("ann");
      assertThat(untaken[0]).isNull();
      reply[0] = CancelReply.of(CancelReply.Result.REQUESTED, JobState.RUNNING);
      assertThat(it.post(path, "").statusCode()).isEqualTo(202);
      reply[0] = CancelReply.of(CancelReply.Result.ALREADY_ENDED, JobState.SUCCEEDED);
      HttpResponse<String> late = it.post(path, "");
      assertThat(late.statusCode()).isEqualTo(409);
      assertThat(GatewayFixture.json(late).path("state").stringValue()).isEqualTo("SUCCEEDED");
      assertThat(it.post(path, "{\"reason\":7}").statusCode()).isEqualTo(400);

      // No scheduler has taken this one: it is told what it has not seen.
      String fresh = GatewayFixture.id(it.post("/api/v1/jobs", "{\"topic\":\"echo\"}"));
      reply[0] = CancelReply.of(CancelReply.Result.CANCELLED, JobState.CANCELLED);
      assertThat(it.post("/api/v1/jobs/" + fresh + "/cancel", "").statusCode()).isEqualTo(200);
      assertThat(untaken[0]).isEqualTo(it.submissions().get(0));
      reply[0] = CancelReply.of(CancelReply.Result.UNKNOWN_JOB, null);
      assertThat(it.post(path, "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void approval_isTheEnginesToDo() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder)) {
      assertThat(it.post("/api/v1/workflows", FLOW).statusCode()).isEqualTo(201);
      String id = GatewayFixture.id(it.post("/api/v1/workflows/flow/runs", ""));
      String path = "/api/v1/runs/" + id + "/steps/a/approve";
      assertThat(it.post(path, "").statusCode()).isEqualTo(503);
      RunReply[] reply = {RunReply.of(RunReply.Result.DONE, "READY", null)};
      it.bus.subscribe(
          WorkflowSubjects.APPROVE,
          message -> {
            assertThat(Json.read(message.getData(), RunRequest.class).runId()).isEqualTo(id);
            var unused = it.bus.publish(message.getReplyTo(), Json.bytes(reply[0]));
          });
      assertThat(it.post(path, "{\"comment\":\"fine\"}").statusCode()).isEqualTo(200);
      reply[0] = RunReply.of(RunReply.Result.ILLEGAL, "SUCCEEDED", "the step has ended");
      HttpResponse<String> late = it.post(path, "");
      assertThat(late.statusCode()).isEqualTo(409);
      assertThat(GatewayFixture.json(late).path("state").stringValue()).isEqualTo("SUCCEEDED");
      reply[0] = RunReply.of(RunReply.Result.UNKNOWN, null, "no such step");
      assertThat(it.post(path, "").statusCode()).isEqualTo(404);
    }
  }
}
