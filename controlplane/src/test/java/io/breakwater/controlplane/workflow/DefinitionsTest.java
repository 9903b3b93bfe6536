package io.breakwater.controlplane.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DefinitionsTest {

  private static WorkflowDefinition parse(String json) throws InvalidDefinitionException {
    return Definitions.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> problems(String json) {
    InvalidDefinitionException wrong =
        catchThrowableOfType(InvalidDefinitionException.class, () -> parse(json));
    assertThat(wrong).as(json).isNotNull();
    return wrong.problems().stream().map(Problem::toString).toList();
  }

  private static String workflow(String steps) {
    return "{\"id\": \"w\", \"steps\": [" + steps + "]}";
  }

  @Test
  void everythingThatCanBeSaid_isRead() throws Exception {
    WorkflowDefinition workflow =
        parse(
            """
            {"version": 1, "id": "orders", "name": "Orders of a day", "timeout": "1h",
             "parallelism": 20, "steps": [
               {"name": "fetch", "topic": "http", "payload": {"url": "${input.url}"},
                "retries": {"maxAttempts": 5, "backoff": "2s", "maxBackoff": "30s"},
                "timeout": "10s", "priority": 9, "requirements": {"zone": "a"}},
               {"name": "ok", "approval": true, "dependsOn": ["fetch"]},
               {"name": "each", "topic": "echo", "payload": "${item}", "delay": "1s",
                "dependsOn": ["fetch", "ok"], "forEach": "steps.fetch.result.orders",
                "parallelism": 3}]}
            """);
    assertThat(workflow.id()).isEqualTo("orders");
    assertThat(workflow.timeout()).isEqualTo(Duration.ofHours(1));
    assertThat(workflow.parallelism()).isEqualTo(20);
    StepDefinition fetch = workflow.steps().get(0);
    assertThat(fetch.retries())
        .isEqualTo(new Retries(5, Duration.ofSeconds(2), Duration.ofSeconds(30)));
    assertThat(fetch.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(fetch.requirements()).containsEntry("zone", "a");
    assertThat(workflow.steps().get(1).topic()).isNull();
    StepDefinition each = workflow.steps().get(2);
    assertThat(each.dependsOn()).containsExactly("fetch", "ok");
    assertThat(each.parallelism()).isEqualTo(3);
    assertThat(each.delay()).isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"name\": \"a\"} | steps[0]: expected a topic, or a step that only waits: delay or"
            + " approval",
        "{\"topic\": \"t\"} | steps[0].name: missing",
        "{\"name\": \"a.b\", \"topic\": \"t\"} | ~steps[0].name: expected 1 to 64 letters, digits,"
            + " _ or -, got \"a.b\"~",
        "{\"name\": 7, \"topic\": \"t\"} | steps[0].name: expected 1 to 64 letters, digits, _ or -,"
            + " got 7",
        "{\"name\": \"a\", \"topic\": \"t\", \"dependOn\": []} | steps[0].dependOn: unknown field",
        "{\"name\": \"a\", \"topic\": \"t\", \"dependsOn\": \"b\"} | ~steps[0].dependsOn: expected a"
            + " list, got \"b\"~",
        "{\"name\": \"a\", \"topic\": \"t\", \"dependsOn\": [1]} | steps[0].dependsOn[0]: expected a"
            + " text, got 1",
        "{\"name\": \"a\", \"topic\": \"t\", \"timeout\": 5} | steps[0].timeout: expected a duration"
            + " such as 5s or 100ms",
        "{\"name\": \"a\", \"topic\": \"t\", \"delay\": \"-1s\"} | steps[0].delay: expected a"
            + " duration",
        "{\"name\": \"a\", \"topic\": \"t\", \"retries\": {\"maxAttempts\": 0}} |"
            + " steps[0].retries.maxAttempts: expected a whole number from 1 to 100, got 0",
        "{\"name\": \"a\", \"topic\": \"t\", \"retries\": []} | steps[0].retries: expected an"
            + " object, got a list",
        "{\"name\": \"a\", \"topic\": \"t\", \"priority\": 1.5} | steps[0].priority: expected a"
            + " whole number from 0 to 9, got 1.5",
        "{\"name\": \"a\", \"topic\": \"t\", \"approval\": \"yes\"} | ~steps[0].approval: expected"
            + " true or false, got \"yes\"~",
        "{\"name\": \"a\", \"topic\": \"t\", \"parallelism\": 2} | steps[0].parallelism: only a"
            + " step with forEach has one",
        "{\"name\": \"a\", \"approval\": true, \"payload\": 1} | steps[0].payload: a step without a"
            + " topic has no jobs",
        "{\"name\": \"a\", \"topic\": \"t\", \"payload\": {\"x\": [\"${input.\"]}} |"
            + " ~steps[0].payload.x[0]: \"${\" without~",
        "{\"name\": \"a\", \"topic\": \"t\", \"forEach\": \"input[\"} | ~steps[0].forEach:"
            + " \"input[\": not a JMESPath expression~",
        "{\"name\": \"a\", \"topic\": \"t\", \"payload\": \"${steps.b.result}\"} |"
            + " ~steps[0].payload: \"steps.b\" is seen only by a step that has \"b\" in its"
            + " dependsOn~",
        "{\"name\": \"a\", \"topic\": \"t\", \"requirements\": {\"k\": 1}} |"
            + " steps[0].requirements.k: expected a text",
        "7 | steps[0]: expected an object, got a number",
      })
  void aMistakeInAStep_saysWhereItIsAndWhatWasExpected(String step, String message) {
    assertThat(problems(workflow(step)).get(0)).startsWith(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "7", "[]", "\"x\"", "{}", "{\"id\": \"w\"}", "\u0000"})
  void whatIsNoDefinition_isRefused(String json) {
    assertThat(problems(json)).isNotEmpty();
  }

  @Test
  void allMistakes_areSaidAtOnce() {
    assertThat(problems("{\"id\": \"\", \"version\": 2, \"timeout\": \"soon\", \"steps\": []}"))
        .hasSize(4);
  }

  @Test
  void aName_thatIsThereTwice() {
    assertThat(
            problems(
                workflow(
                    "{\"name\": \"a\", \"topic\": \"t\"}, {\"name\": \"b\", \"topic\": \"t\"},"
                        + " {\"name\": \"a\", \"topic\": \"t\"}")))
        .containsExactly("steps[2].name: \"a\" is the name of steps[0] already");
  }

  @Test
  void aDependency_thatLeadsNowhere() {
    assertThat(
            problems(
                workflow("{\"name\": \"a\", \"topic\": \"t\", \"dependsOn\": [\"b\", \"a\"]}")))
        .contains("steps[0].dependsOn[0]: there is no step \"b\"");
  }

  @Test
  void aCycle_isShownWithItsPath() {
    assertThat(problems(workflow(step("a", "c") + "," + step("b", "a") + "," + step("c", "b"))))
        .containsExactly("steps[1].dependsOn[0]: a cycle: a -> c -> b -> a");
    assertThat(problems(workflow(step("a", "a"))))
        .containsExactly("steps[0].dependsOn[0]: a cycle: a -> a");
  }

  @Test
  void aChainOfTenThousandSteps_isFine_andOneMoreIsNot() throws Exception {
    assertThat(parse(workflow(chain(10_000))).steps()).hasSize(10_000);
    assertThat(problems(workflow(chain(10_001))))
        .containsExactly("steps: expected at most 10000, got 10001");
  }

  @Test
  void aCycleOfTenThousandSteps_isFound_andNotShownInFull() {
    String closed = chain(10_000).replaceFirst("\"dependsOn\": \\[]", "\"dependsOn\": [\"s9999\"]");
    assertThat(problems(workflow(closed)).get(0))
        .contains("a cycle: ")
        .contains("(10000 steps)")
        .hasSizeLessThan(500);
  }

  @Test
  void tenThousandSteps_withNamesTooLongForOneRecord() {
    String long64 = "x".repeat(58);
    String steps =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "{\"name\":\"%s%d\",\"topic\":\"t\"}".formatted(long64, i))
            .collect(Collectors.joining(","));
    assertThat(problems(workflow(steps)).get(0))
        .isIn(
            "steps: that many steps need shorter names",
            "a definition has at most 900000 bytes, this one has " + workflow(steps).length());
  }

  @Test
  void aThousandMistakes_areNotAllSaid() {
    String steps = IntStream.range(0, 1_000).mapToObj(i -> "{}").collect(Collectors.joining(","));
    assertThat(problems(workflow(steps))).hasSize(50);
  }

  private static String step(String name, String dependency) {
    return "{\"name\": \"%s\", \"topic\": \"t\", \"dependsOn\": [\"%s\"]}"
        .formatted(name, dependency);
  }

  private static String chain(int length) {
    return IntStream.range(0, length)
        .mapToObj(
            i ->
                "{\"name\": \"s%d\", \"topic\": \"t\", \"dependsOn\": [%s]}"
                    .formatted(i, i == 0 ? "" : "\"s" + (i - 1) + "\""))
        .collect(Collectors.joining(","));
  }

  @Test
  void expressionThatTheLibraryThrowsAt_isAProblem_andNotAFailureOfTheServer() {
    assertThat(
            problems(
                workflow(
                    "{\"name\": \"a\", \"topic\": \"echo\","
                        + " \"payload\": \"${input.big[99999999999999999999]}\"}")))
        .singleElement()
        .asString()
        .contains("steps[0].payload", "a number is too large");
  }
}
