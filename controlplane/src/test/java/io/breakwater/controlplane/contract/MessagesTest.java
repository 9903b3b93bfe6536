package io.breakwater.controlplane.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is written keeps to the published schemas; what was written once stays readable. */
class MessagesTest {
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  @ParameterizedTest
  @CsvSource({
    "job-request, JobRequest",
    "job-record, JobRecord",
    "dispatch, Dispatch",
    "job-result, JobResult",
    "job-progress, JobProgress",
    "heartbeat, Heartbeat",
    "cancel-request, CancelRequest",
    "cancel-reply, CancelReply",
    "job-stop, JobStop",
    "dead-letter, DeadLetter",
  })
  void recordedMessage_isRead_andWrittenAsItWas(String name, String type) throws Exception {
    byte[] recorded = resource("/recorded/v1/" + name + ".json");
    Object message =
        Json.read(recorded, Class.forName("io.breakwater.controlplane.contract." + type));
    byte[] written = Json.bytes(message);
    assertThat(Json.mapper().readTree(written)).isEqualTo(Json.mapper().readTree(recorded));
    assertThat(problems(name, written)).isEmpty();
    assertThat(problems(name, recorded)).isEmpty();

    ObjectNode newer = (ObjectNode) Json.mapper().readTree(recorded);
    newer.put("addedLater", true);
    assertThat(Json.read(Json.bytes(newer), message.getClass())).isEqualTo(message);
    assertThat(problems(name, "{}".getBytes(StandardCharsets.UTF_8))).isNotEmpty();
  }

  @Test
  void requestThatSaysLittle_hasTheDefaults() {
    JobRequest request =
        read(
            "{\"version\":1,\"id\":\"j-1\",\"topic\":\"echo\",\"submittedAt\":\"2026-11-22T12:00:00Z\"}");
    assertThat(request)
        .isEqualTo(
            JobRequest.builder("j-1", "echo").submittedAt(Instant.parse("2026-11-22T12:00:00Z")));
    assertThat(request.priority()).isEqualTo(5);
    assertThat(request.timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(request.payload().isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{} | version: expected 1 or more, got 0",
        "{'version':1} | id: missing",
        "{'version':1,'id':'a b','topic':'t'} | id: expected 1 to 200 letters, digits, _ = - or single dots inside",
        "{'version':1,'id':'a.','topic':'t'} | id: expected 1 to 200 letters, digits, _ = - or single dots inside",
        "{'version':1,'id':'a'} | topic: missing",
        "{'version':1,'id':'a','topic':'a.b'} | topic: expected 1 to 64 letters, digits, _ or -",
        "{'version':1,'id':'a','topic':'a'} | submittedAt: missing",
        "{'version':1,'id':'a','topic':'a','priority':10} | priority: expected 0 to 9, got 10",
        "{'version':1,'id':'a','topic':'a','priority':'high'} | priority: a value of the wrong kind",
        "{'version':1,'id':'a','topic':'a','maxAttempts':0} | maxAttempts: expected 1 to 100, got 0",
        "{'version':1,'id':'a','topic':'a','timeoutMillis':0} | timeoutMillis: expected 1 to 604800000, got 0",
        "{'version':1,'id':'a','topic':'a','labels':[]} | labels: a value of the wrong kind",
        "{'version':1,'id':'a','topic':'a','labels':{'':'x'}} | labels: expected keys and values of at most 256 characters",
        "{'version':1,'id':'a','topic':'a','deadline':'soon'} | deadline: a value of the wrong kind",
        "{'version':1,'id':'a','topic':'a','submittedAt':'2026-11-22T12:00:00Z','deadline':'+999999999-12-31T23:59:59Z'} | deadline: expected a year from 1970 to 9999",
        "{'version':1,'id':{} | id: a value of the wrong kind",
        "[] | a value of the wrong kind",
        "null | expected an object, got null",
        "7 | a value of the wrong kind",
      })
  void wrongField_isALineThatNamesIt(String json, String message) {
    assertThatThrownBy(() -> read(json.replace('\'', '"')))
        .isInstanceOf(ContractException.class)
        .hasMessage(message);
  }

  @Test
  void whatIsNotJson_isSaid() {
    assertThatThrownBy(() -> read("{\"version\":1,"))
        .isInstanceOf(ContractException.class)
        .hasMessageStartingWith("not JSON: ");
    assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(ContractException.class);
    assertThatThrownBy(() -> Json.read(new byte[] {(byte) 0xff, 0}, JobRequest.class))
        .isInstanceOf(ContractException.class);
  }

  @Test
  void waits_growAndStayUnderTheirLimit() {
    JobRequest request =
        JobRequest.builder("j-1", "echo")
            .retry(Duration.ofSeconds(1), Duration.ofSeconds(8))
            .submittedAt(Instant.EPOCH);
    assertThat(request.retryAfter(1, 0)).isEqualTo(Duration.ofMillis(500));
    assertThat(request.retryAfter(2, 0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(request.retryAfter(100, 0.999))
        .isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
  }

  private static JobRequest read(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), JobRequest.class);
  }

  private static Iterable<?> problems(String name, byte[] json) throws IOException {
    Schema schema =
        SCHEMAS.getSchema(
            new String(resource("/schema/" + name + ".json"), StandardCharsets.UTF_8),
            InputFormat.JSON);
    JsonNode tree = Json.mapper().readTree(json);
    return schema.validate(tree);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = MessagesTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
