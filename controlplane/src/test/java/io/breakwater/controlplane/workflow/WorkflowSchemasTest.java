package io.breakwater.controlplane.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.RunEvent;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.RunReply;
import io.breakwater.controlplane.contract.RunRequest;
import io.breakwater.controlplane.contract.StepState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published of the messages is true, and messages of before stay readable. */
class WorkflowSchemasTest {
  private static final Path SCHEMAS = Path.of("src", "main", "resources", "schema");
  private static final Path RECORDED = Path.of("src", "test", "resources", "recorded", "v1");

  @ParameterizedTest
  @ValueSource(strings = {"run", "run-request", "run-reply", "run-event"})
  void aRecordedMessage_isAsItsSchemaSays(String name) throws IOException {
    assertThat(schema(name).validate(recorded(name), InputFormat.JSON)).isEmpty();
  }

  @Test
  void recordedMessages_areRead_andWhatIsWrittenToday_isAsItsSchemaSays() throws IOException {
    RunRecord run = read("run", RunRecord.class);
    assertThat(Runs.step(run, "check").running()).containsExactly(1, 3);
    assertThat(Runs.step(run, "settle").due()).isEqualTo(Instant.parse("2026-11-22T21:00:02Z"));
    assertThat(Runs.step(run, "later").state()).isEqualTo(StepState.WAITING);
    assertThat(read("run-request", RunRequest.class))
        .isEqualTo(RunRequest.decide("r-Abc_123", "release", true, "ada", "fine"));
    assertThat(read("run-reply", RunReply.class).outcome()).isEqualTo(RunReply.Result.ILLEGAL);
    assertThat(read("run-event", RunEvent.class).runId()).isEqualTo("r-Abc_123");
    isValid("run", run);
    isValid("run-request", RunRequest.cancel("r-1", null, null));
    isValid("run-reply", RunReply.of(RunReply.Result.UNKNOWN, null, "there is no such run"));
    isValid("run-event", RunEvent.created("r-1", Instant.EPOCH));
  }

  @Test
  void theExample_isAsTheSchemaSays_andMistakesAreNot() throws IOException {
    String example =
        Files.readString(Path.of("..", "docs", "examples", "workflows", "orders.json"));
    assertThat(schema("workflow").validate(example, InputFormat.JSON)).isEmpty();
    for (String wrong :
        new String[] {
          "{\"id\": \"w\"}",
          "{\"id\": \"w\", \"steps\": []}",
          "{\"id\": \"w\", \"steps\": [{\"name\": \"a\"}]}",
          "{\"id\": \"w\", \"steps\": [{\"name\": \"a\", \"topic\": \"t\", \"dependOn\": []}]}",
          "{\"id\": \"w\", \"steps\": [{\"name\": \"a\", \"topic\": \"t\", \"timeout\": \"soon\"}]}"
        }) {
      assertThat(schema("workflow").validate(wrong, InputFormat.JSON)).as(wrong).isNotEmpty();
    }
  }

  private static void isValid(String name, Object message) throws IOException {
    String json = new String(Json.bytes(message), StandardCharsets.UTF_8);
    assertThat(schema(name).validate(json, InputFormat.JSON)).as(json).isEmpty();
  }

  private static <T> T read(String name, Class<T> type) throws IOException {
    return Json.read(recorded(name).getBytes(StandardCharsets.UTF_8), type);
  }

  private static String recorded(String name) throws IOException {
    return Files.readString(RECORDED.resolve(name + ".json"));
  }

  private static Schema schema(String name) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SCHEMAS.resolve(name + ".json")));
  }
}
