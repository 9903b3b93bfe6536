package io.breakwater.lab.history;

import java.util.List;
import java.util.Map;

/**
 * The workflows of the load. Their inputs are {@code base} (a URL), {@code query}, {@code items}.
 */
final class Workflows {
  /** How many items a fan-out has. */
  static final List<Integer> ITEMS = List.of(0, 1, 2, 3, 4, 5);

  private static final int DELAY_MILLIS = 700;

  /** More than faults can use up, and quick, so that what is to fail does so soon. */
  private static final Map<String, Object> RETRIES =
      Map.of("maxAttempts", 8, "backoff", "200ms", "maxBackoff", "1s");

  /**
   * A workflow.
   *
   * @param definition as the gateway takes it
   * @param defined as the checker needs it
   */
  record Workflow(Map<String, Object> definition, Event.Defined defined) {}

  static final List<Workflow> ALL = List.of(diamond(), fanOut(), delay());

  private Workflows() {}

  private static Workflow diamond() {
    return workflow(
        "lab-diamond",
        List.of(
            job("first", List.of(), "", ""),
            job("left", List.of("first"), "${input.query}", "${steps.first.result.body}"),
            job("right", List.of("first"), "", "${steps.first.result.body}"),
            job(
                "join",
                List.of("left", "right"),
                "",
                "${steps.left.result.body} ${steps.right.result.body}")),
        List.of(
            step("first", List.of()),
            step("left", List.of("first")),
            step("right", List.of("first")),
            step("join", List.of("left", "right"))));
  }

  private static Workflow fanOut() {
    Map<String, Object> each =
        Map.of(
            "name",
            "each",
            "topic",
            "http",
            "dependsOn",
            List.of("first"),
            "forEach",
            "input.items",
            "parallelism",
            3,
            "retries",
            RETRIES,
            "timeout",
            "30s",
            "payload",
            payload("each/${index}", "${input.query}", "${steps.first.result.body}"));
    return workflow(
        "lab-fan-out",
        List.of(
            job("first", List.of(), "", ""),
            each,
            job("gather", List.of("each"), "", "${join(' ', steps.each.result[*].body)}")),
        List.of(
            step("first", List.of()),
            new Event.Step("each", List.of("first"), ITEMS.size(), true, 0),
            step("gather", List.of("each"))));
  }

  private static Workflow delay() {
    return workflow(
        "lab-delay",
        List.of(
            job("first", List.of(), "${input.query}", ""),
            Map.of("name", "pause", "dependsOn", List.of("first"), "delay", DELAY_MILLIS + "ms"),
            job("after", List.of("first", "pause"), "", "${steps.first.result.body}")),
        List.of(
            step("first", List.of()),
            new Event.Step("pause", List.of("first"), 0, false, DELAY_MILLIS),
            step("after", List.of("first", "pause"))));
  }

  private static Workflow workflow(
      String id, List<Map<String, Object>> definitions, List<Event.Step> steps) {
    return new Workflow(Map.of("id", id, "steps", definitions), new Event.Defined(id, steps));
  }

  private static Event.Step step(String name, List<String> dependsOn) {
    return new Event.Step(name, dependsOn, 1, false, 0);
  }

  private static Map<String, Object> job(
      String name, List<String> dependsOn, String query, String given) {
    return Map.of(
        "name",
        name,
        "topic",
        "http",
        "dependsOn",
        dependsOn,
        "retries",
        RETRIES,
        "timeout",
        "30s",
        "payload",
        payload(name, query, given));
  }

  /** POST, for a client may send a GET again on its own, which would be one execution too many. */
  private static Map<String, Object> payload(String path, String query, String given) {
    return Map.of("url", "${input.base}/" + path + query, "method", "POST", "body", given);
  }
}
