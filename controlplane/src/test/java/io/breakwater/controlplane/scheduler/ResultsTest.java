package io.breakwater.controlplane.scheduler;

import static io.breakwater.controlplane.Plane.job;
import static io.breakwater.controlplane.TestBroker.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.Plane;
import io.breakwater.controlplane.contract.Heartbeat;
import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobResult;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Limits;
import io.breakwater.controlplane.contract.Outcome;
import io.breakwater.controlplane.contract.Protocol;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.contract.WorkerStatus;
import io.breakwater.controlplane.worker.JobContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A worker that the test plays by hand says strange things. */
@Timeout(120)
class ResultsTest {
  private final Plane plane = new Plane();
  private int messages;

  @BeforeEach
  void open() {
    plane.scheduler("scheduler-1");
    plane.started(plane.worker("good").on("echo", JobContext::payload));
  }

  @AfterEach
  void close() {
    plane.close();
  }

  @Test
  void twoResultsOfOneAttempt_theFirstCounts() {
    String id = dispatched();
    say(id, 1, Outcome.SUCCEEDED, Json.mapper().valueToTree("first"));
    JobRecord done = plane.awaitState(id, JobState.SUCCEEDED);
    say(id, 1, Outcome.SUCCEEDED, Json.mapper().valueToTree("second"));
    say(id, 1, Outcome.FAILED, null);
    goodJobIsDone();
    assertThat(plane.record(id)).isEqualTo(done);
  }

  @Test
  void resultsForWhatIsNotThere_areForgotten() {
    say("j-unknown", 1, Outcome.SUCCEEDED, null);
    String id = dispatched();
    say(id, 7, Outcome.SUCCEEDED, null);
    goodJobIsDone();
    assertThat(plane.state(id)).isEqualTo(JobState.DISPATCHED);
    assertThat(plane.record("j-unknown")).isNull();
  }

  @Test
  void resultOfSomebodyElse_doesNotCount() {
    String id = dispatched();
    plane.sendResult(
        "x-1",
        Json.bytes(
            new JobResult(
                Protocol.VERSION,
                id,
                1,
                "intruder",
                Outcome.SUCCEEDED,
                null,
                null,
                null,
                Instant.now())));
    goodJobIsDone();
    assertThat(plane.state(id)).isEqualTo(JobState.DISPATCHED);
  }

  @Test
  void resultForACancelledJob_changesNothing() throws Exception {
    String id = dispatched();
    plane.cancel(id);
    say(id, 1, Outcome.CANCELLED, null);
    plane.awaitState(id, JobState.CANCELLED);
    say(id, 1, Outcome.SUCCEEDED, Json.mapper().valueToTree("late"));
    goodJobIsDone();
    assertThat(plane.state(id)).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void garbage_isADeadLetter_andBlocksNobody() {
    plane.sendResult("g-1", "not JSON".getBytes(StandardCharsets.UTF_8));
    plane.sendResult("g-2", "{\"version\":1}".getBytes(StandardCharsets.UTF_8));
    plane.sendResult("g-3", new byte[0]);
    goodJobIsDone();
    await().until(() -> plane.deadLetters().size() == 3);
    assertThat(plane.deadLetters())
        .extracting(letter -> letter.getHeaders().getFirst("Breakwater-Reason"))
        .allMatch(reason -> reason.startsWith("rejected: not a JobResult: "));
  }

  @Test
  void resultOverTheLimit_endsTheJobWithoutIt() {
    String id = dispatched();
    say(id, 1, Outcome.SUCCEEDED, Json.mapper().valueToTree("x".repeat(2 * Limits.RESULT_BYTES)));
    assertThat(plane.awaitError(id, JobState.FAILED)).isEqualTo(JobError.RESULT_TOO_LARGE);
    goodJobIsDone();
  }

  @Test
  void handlerWhoseResultIsOverTheLimit_hasItsJobFailed() {
    plane.started(
        plane
            .worker("huge")
            .on("huge", job -> Json.mapper().valueToTree("x".repeat(Limits.RESULT_BYTES))));
    String id = plane.submit(job("huge"));
    assertThat(plane.awaitError(id, JobState.FAILED)).isEqualTo(JobError.RESULT_TOO_LARGE);
  }

  @Test
  void resultOfAByteTooMuch_isRefused_andOneOfTheLargestSizeIsNot() {
    String most = "x".repeat(Limits.RESULT_BYTES - 2);
    String id = dispatched();
    say(id, 1, Outcome.SUCCEEDED, Json.mapper().valueToTree(most));
    assertThat(plane.awaitState(id, JobState.SUCCEEDED).result()).isNotNull();
    String over = dispatched();
    say(over, 1, Outcome.SUCCEEDED, Json.mapper().valueToTree(most + "x"));
    assertThat(plane.awaitError(over, JobState.FAILED)).isEqualTo(JobError.RESULT_TOO_LARGE);
  }

  @Test
  void resultTooDeepToBeStored_endsTheJobWithoutIt_andTheDeepestThatIsNotIsKept() {
    String id = dispatched();
    say(id, 1, Outcome.SUCCEEDED, nested(Limits.DEPTH));
    assertThat(plane.awaitState(id, JobState.SUCCEEDED).result()).isEqualTo(nested(Limits.DEPTH));
    String deep = dispatched();
    say(deep, 1, Outcome.SUCCEEDED, nested(Limits.DEPTH + 1));
    assertThat(plane.awaitError(deep, JobState.FAILED)).isEqualTo(JobError.RESULT_INVALID);
    plane.started(plane.worker("deep").on("deep", job -> nested(5_000)));
    assertThat(plane.awaitError(plane.submit(job("deep")), JobState.FAILED))
        .isEqualTo(JobError.RESULT_INVALID);
  }

  @Test
  void numberThatNoDoubleHolds_isNotRecordedAsAText() {
    String id = dispatched();
    String said = new String(Json.bytes(result(id, 1, Outcome.SUCCEEDED, null)), UTF_8);
    plane.sendResult(
        "r-far", said.replace("\"attempt\"", "\"result\":[1e400],\"attempt\"").getBytes(UTF_8));
    assertThat(plane.awaitError(id, JobState.FAILED)).isEqualTo(JobError.RESULT_INVALID);
  }

  private static JsonNode nested(int levels) {
    JsonNode inner = Json.mapper().getNodeFactory().arrayNode();
    for (int i = 1; i < levels; i++) {
      inner = Json.mapper().getNodeFactory().arrayNode().add(inner);
    }
    return inner;
  }

  /** Returns a job that was given to the worker that the test plays. */
  private String dispatched() {
    String id = plane.submit(job("strange"));
    await()
        .until(
            () -> {
              beat();
              JobRecord record = plane.record(id);
              return record != null && record.state() == JobState.DISPATCHED;
            });
    return id;
  }

  private void beat() {
    plane
        .client()
        .publish(
            Subjects.HEARTBEAT,
            Json.bytes(
                new Heartbeat(
                    Protocol.VERSION,
                    "worker",
                    "hand",
                    1,
                    Instant.now(),
                    60_000,
                    new WorkerStatus("default", List.of("strange"), Map.of(), 10, List.of()))));
  }

  private void say(String id, int attempt, Outcome outcome, @Nullable JsonNode result) {
    plane.sendResult("r-" + ++messages, Json.bytes(result(id, attempt, outcome, result)));
  }

  private static JobResult result(
      String id, int attempt, Outcome outcome, @Nullable JsonNode result) {
    return new JobResult(
        Protocol.VERSION, id, attempt, "hand", outcome, result, null, null, Instant.now());
  }

  /** Results are taken in about the order in which they come: what was said before was heard. */
  private void goodJobIsDone() {
    for (int i = 0; i < 3; i++) {
      plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED);
    }
  }
}
