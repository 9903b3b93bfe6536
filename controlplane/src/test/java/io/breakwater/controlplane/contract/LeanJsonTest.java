package io.breakwater.controlplane.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeanJsonTest {
  private static final String REQUEST =
      "{\"version\":1,\"ü\":[1],\"id\":\"j-1\",\"topic\":\"echo\",\"payload\":%s,"
          + "\"submittedAt\":\"2026-11-22T12:00:00Z\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1, 2.50 ,{\"ä\":\"😀\"}]",
        "{\"a\":{\"b\":[1,2,\"]}\\\"\"]}}",
        "{}",
        "[[],[[]]]",
        "[123456789012345678901234567890, 0.1000000000000000055511151231257827]",
        "\"text\"",
        "7",
        "-0.5",
        "true",
        "null"
      })
  void whatIsKeptAsItsText_isWrittenAsItWas_andIsTheSameTree(String payload) {
    byte[] json = REQUEST.formatted(payload).getBytes(UTF_8);
    JobRequest lean = Json.readLean(json, JobRequest.class);
    JobRequest whole = Json.read(json, JobRequest.class);
    assertThat(Json.tree(lean.payload())).isEqualTo(whole.payload());
    byte[] record = Json.bytes(JobTransitions.accepted(lean, Instant.EPOCH));
    assertThat(new String(record, UTF_8)).contains("\"payload\":" + payload);
    assertThat(Json.read(record, JobRecord.class).request()).isEqualTo(whole);
  }

  @Test
  void resultThatIsNull_isNotOneThatIsNotThere() {
    JobRequest request = JobRequest.builder("j-1", "echo").submittedAt(Instant.EPOCH);
    byte[] open = Json.bytes(JobTransitions.accepted(request, Instant.EPOCH));
    assertThat(Json.readLean(open, JobRecord.class).result()).isNull();
    String ended = new String(open, UTF_8).replaceFirst("\"state\"", "\"result\":null,\"state\"");
    assertThat(Json.readLean(ended.getBytes(UTF_8), JobRecord.class).result()).isNotNull();
  }

  @Test
  void depth_isTheSameLimit_howeverItIsRead() {
    byte[] most = deep(Limits.DEPTH);
    assertThatCode(() -> Json.read(most, JobRequest.class)).doesNotThrowAnyException();
    assertThatCode(() -> Json.readLean(most, JobRequest.class)).doesNotThrowAnyException();
    byte[] over = deep(Limits.DEPTH + 1);
    String message = "payload: too deep, expected at most 100 levels";
    assertThatThrownBy(() -> Json.read(over, JobRequest.class)).hasMessage(message);
    assertThatThrownBy(() -> Json.readLean(over, JobRequest.class)).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "[-1e400]", "{\"a\":[1e999]}"})
  void numberThatNoDoubleHolds_isRefused_howeverItIsRead(String payload) {
    byte[] json = REQUEST.formatted(payload).getBytes(UTF_8);
    String message = "payload: a number is out of the range of a double";
    assertThatThrownBy(() -> Json.read(json, JobRequest.class)).hasMessage(message);
    assertThatThrownBy(() -> Json.readLean(json, JobRequest.class)).hasMessage(message);
  }

  private static byte[] deep(int levels) {
    return REQUEST.formatted("[".repeat(levels) + "]".repeat(levels)).getBytes(UTF_8);
  }
}
