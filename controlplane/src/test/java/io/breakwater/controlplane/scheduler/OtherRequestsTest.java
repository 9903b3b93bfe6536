package io.breakwater.controlplane.scheduler;

import static io.breakwater.controlplane.Plane.job;
import static io.breakwater.controlplane.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.client.MessageId;
import io.breakwater.controlplane.Plane;
import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.worker.JobContext;
import io.nats.client.Message;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Two requests under one id, as gateways may accept them in an outage. */
@Timeout(120)
class OtherRequestsTest {
  private final Plane plane = new Plane();

  @AfterEach
  void close() {
    plane.close();
  }

  /** The second was accepted, and gone without a word. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherRequest_isADeadLetter_andTheJobsHistorySaysSo(boolean ended) {
    plane.scheduler("scheduler-1");
    if (ended) {
      plane.started(plane.worker("w1").on("echo", JobContext::payload));
    }
    JobState state = ended ? JobState.SUCCEEDED : JobState.PENDING;
    JobRequest one = job("echo").payload(Json.mapper().valueToTree(1)).submittedAt(Instant.now());
    plane.send(one.id(), Json.bytes(one));
    plane.awaitState(one.id(), state);
    JobRequest two =
        JobRequest.builder(one.id(), "echo")
            .payload(Json.mapper().valueToTree(2))
            .submittedAt(Instant.now());
    send(one.id() + ".other", Json.bytes(two));

    await().until(() -> plane.deadLetters().size() == 1);
    Message letter = plane.deadLetters().get(0);
    assertThat(letter.getHeaders().getFirst("Breakwater-Reason")).contains(JobError.KEY_REUSED);
    assertThat(Json.read(letter.getData(), JobRequest.class).payload().asInt()).isEqualTo(2);
    JobRecord record = plane.awaitState(one.id(), state);
    assertThat(record.request().payload().asInt()).isEqualTo(1);
    assertThat(record.history()).last().extracting("reason").isEqualTo(JobError.KEY_REUSED);
  }

  @Test
  void theSameRequestAgain_writtenInAnotherWay_isTheJob() {
    plane.scheduler("scheduler-1");
    JobRequest one =
        job("nobody")
            .payload(Json.mapper().readTree("{\"a\":1,\"b\":[2]}"))
            .submittedAt(Instant.now());
    ObjectNode again = Json.mapper().valueToTree(one);
    again.set("payload", Json.mapper().readTree("{\"b\":[2],\"a\":1}"));
    again.put("submittedAt", Instant.now().plusSeconds(1).toString());
    plane.send(one.id(), Json.bytes(one));
    plane.awaitState(one.id(), JobState.PENDING);
    send(one.id() + ".again", Json.bytes(again));
    // What comes after it shows that it was looked at.
    plane.started(plane.worker("w1").on("echo", JobContext::payload));
    plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED);
    assertThat(plane.deadLetters()).isEmpty();
    assertThat(plane.awaitState(one.id(), JobState.PENDING).history()).hasSize(1);
  }

  private void send(String messageId, byte[] request) {
    plane
        .client()
        .outbox()
        .send(Subjects.JOB_SUBMIT, request, MessageId.of(messageId))
        .toCompletableFuture()
        .join();
  }
}
