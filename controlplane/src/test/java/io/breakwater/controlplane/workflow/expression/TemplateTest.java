package io.breakwater.controlplane.workflow.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.controlplane.contract.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class TemplateTest {
  private static final JsonNode CONTEXT =
      json(
          """
          {"input": {"user": "ada", "n": 3, "list": [1, 2.5, 7], "no": null},
           "steps": {"fetch": {"result": {"rows": [{"id": 1, "ok": true}, {"id": 2}]}},
                     "a-b": {"result": "x"}}}
          """);

  private static JsonNode json(String text) {
    return Json.mapper().readTree(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "${input.user} | \"ada\"",
        "hello ${input.user}, ${input.n} | \"hello ada, 3\"",
        "${input.n} | 3",
        "${input.list} | [1,2.5,7]",
        "rows: ${steps.fetch.result.rows[0]} | ~\"rows: {\\\"id\\\":1,\\\"ok\\\":true}\"~",
        "${steps.fetch.result.rows[*].id} | [1,2]",
        "${steps.\"a-b\".result} | \"x\"",
        "${length(input.list)} | 3",
        "${sum(input.list)} | 10.5",
        "${max(input.list)} | 7",
        "${{a: input.n, b: `{\"x\": \"}\"}`}} | ~{\"a\":3,\"b\":{\"x\":\"}\"}}~",
        "${input.no} | null",
        "${input.missing.deep} | null",
        "$${input.user} | \"${input.user}\"",
        "costs 5$ | \"costs 5$\"",
        "${join('}', ['a', 'b'])} | \"a}b\"",
        "${input.n > `2` && input.user} | \"ada\"",
        "${sort_by(steps.fetch.result.rows, &id)[-1].id} | 2",
      })
  void anExpression_becomesItsValue(String text, String expected) throws Exception {
    JsonNode template = Json.mapper().createObjectNode().put("f", text);
    JsonNode rendered = new Template("payload", template).render(CONTEXT);
    assertThat(rendered.get("f").toString()).isEqualTo(expected);
  }

  @Test
  void whatIsNoText_andNamesOfFields_stayAsTheyAre() throws Exception {
    JsonNode template = json("[1, true, null, {\"${input.n}\": [\"${input.n}\"]}, 1.5]");
    assertThat(new Template("payload", template).render(CONTEXT).toString())
        .isEqualTo("[1,true,null,{\"${input.n}\":[3]},1.5]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "${input.user | payload.f[0]: \"${\" without the \"}\" that ends it",
        "${} | payload.f[0]: \"\": not a JMESPath expression: ",
        "${a.b{} | payload.f[0]: ",
        "${nosuch(@)} | payload.f[0]: \"nosuch(@)\": not a JMESPath expression: unknown function",
        "${length(input.n)} | payload.f[0]: \"length(input.n)\": Invalid argument type",
        "a ${input.no} | payload.f[0]: \"input.no\" is null, and stands within a text",
      })
  void aMistake_saysWhereItIs(String text, String message) {
    JsonNode template = json("{\"f\": [null]}");
    ((tools.jackson.databind.node.ArrayNode) template.get("f")).set(0, text);
    assertThatThrownBy(() -> new Template("payload", template).render(CONTEXT))
        .isInstanceOf(ExpressionException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[@,@][]",
        "[@,@]",
        "{a: @, b: @}",
        "[to_string(@), to_string(@)]",
        "join('', [@,@])"
      })
  void whatDoublesWithEachPart_isStoppedBeforeItFillsTheMemory(String part) {
    String start = part.startsWith("join") ? "'x'" : "input";
    String text = start + (" | " + part).repeat(950 / (part.length() + 3));
    assertThatThrownBy(() -> new Expression("p", text).evaluate(CONTEXT))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("makes");
  }

  @Test
  void aTextOfLargeParts_isBounded() {
    String large = "${input.list[0]}" + "x".repeat(1_000);
    JsonNode template = Json.mapper().createObjectNode().put("f", large.repeat(1_000));
    assertThatThrownBy(() -> new Template("payload", template).render(CONTEXT))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("makes a text of over");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "!", "a.", "{a:"})
  void nesting_asDeepAsItGets_isAnAnswerAndNoOverflow(String part) {
    String text = part.repeat(Expression.LONGEST / part.length());
    assertThatThrownBy(() -> new Expression("p", text).steps())
        .isInstanceOf(ExpressionException.class);
    assertThatThrownBy(() -> new Expression("p", text + part.repeat(10)).steps())
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("at most 1000 characters");
  }

  @Test
  void theStepsThatAnExpressionNames_areKnown() throws Exception {
    assertThat(new Expression("p", "steps.a.result.b[?x == steps.c] | [0]").steps())
        .containsExactlyInAnyOrder("a", "c");
    assertThat(new Expression("p", "[@.steps.\"a-b\", input.steps, 'steps.x']").steps())
        .containsExactly("a-b");
    assertThat(new Expression("p", "steps.*.result").steps()).isEmpty();
  }
}
