package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.Ids;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Limits;
import io.breakwater.controlplane.contract.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads definitions of workflows. Strict, for people write them: an unknown field is an error, and
 * so is an expression that cannot be read or names a step that it does not depend on.
 */
public final class Definitions {
  /** The largest definition, in bytes of JSON: it must fit into one value of the store. */
  public static final int LARGEST_BYTES = 900_000;

  /** The longest delay, and the longest that a run may be given. */
  static final Duration LONGEST = Duration.ofDays(366);

  private static final Set<String> FIELDS =
      ordered("version", "id", "name", "tenant", "timeout", "parallelism", "steps");
  private static final Set<String> STEP_FIELDS =
      ordered(
          "name",
          "topic",
          "payload",
          "dependsOn",
          "retries",
          "timeout",
          "delay",
          "approval",
          "forEach",
          "parallelism",
          "priority",
          "requirements");
  private static final Set<String> RETRIES_FIELDS = ordered("maxAttempts", "backoff", "maxBackoff");

  private Definitions() {}

  /**
   * Reads a definition.
   *
   * @throws InvalidDefinitionException if it is not JSON, too large, or not sound
   */
  public static WorkflowDefinition parse(byte[] json) throws InvalidDefinitionException {
    Problems problems = new Problems();
    if (json.length > LARGEST_BYTES) {
      problems.add(
          "", "a definition has at most " + LARGEST_BYTES + " bytes, this one has " + json.length);
      problems.throwIfAny();
    }
    JsonNode tree;
    try {
      tree = Json.read(json, JsonNode.class);
    } catch (ContractException e) {
      problems.add("", String.valueOf(e.getMessage()));
      throw new InvalidDefinitionException(problems.all());
    }
    return parse(tree);
  }

  /**
   * Reads a definition that is within the largest size.
   *
   * @throws InvalidDefinitionException if it is not sound
   */
  public static WorkflowDefinition parse(JsonNode json) throws InvalidDefinitionException {
    Problems problems = new Problems();
    Fields fields = new Fields(json, "", FIELDS, problems);
    fields.number("version", Protocol.VERSION, Protocol.VERSION, Protocol.VERSION);
    fields.text("tenant", text -> text.length() <= Limits.LABEL_CHARACTERS, "a short text");
    String id = required(fields, "id", problems);
    String name = fields.text("name", text -> text.length() <= 200, "at most 200 characters");
    Duration timeout = fields.duration("timeout", LONGEST);
    int parallelism =
        fields.number(
            "parallelism",
            WorkflowDefinition.DEFAULT_PARALLELISM,
            1,
            WorkflowDefinition.MOST_PARALLEL);
    List<JsonNode> elements = fields.list("steps");
    List<StepDefinition> steps = new ArrayList<>();
    if (elements.isEmpty()) {
      problems.add("steps", "expected at least one step");
    } else if (elements.size() > WorkflowDefinition.MOST_STEPS) {
      problems.add(
          "steps",
          "expected at most " + WorkflowDefinition.MOST_STEPS + ", got " + elements.size());
    } else {
      for (int i = 0; i < elements.size(); i++) {
        steps.add(step(elements.get(i), "steps[" + i + "]", problems));
      }
    }
    problems.throwIfAny();
    new GraphChecks(steps, problems).run();
    ExpressionChecks.run(steps, problems);
    problems.throwIfAny();
    return new WorkflowDefinition(id, name == null ? id : name, steps, timeout, parallelism);
  }

  private static StepDefinition step(JsonNode json, String path, Problems problems) {
    Fields fields = new Fields(json, path, STEP_FIELDS, problems);
    String name = required(fields, "name", problems);
    String topic = fields.text("topic", Ids::isToken, "1 to 64 letters, digits, _ or -");
    Duration delay = fields.duration("delay", LONGEST);
    boolean approval = fields.flag("approval");
    String forEach = fields.text("forEach", text -> !text.isBlank(), "an expression");
    if (topic == null && !fields.has("topic")) {
      onlyWaits(fields, path, delay != null || approval, problems);
    }
    if (forEach == null && fields.has("parallelism")) {
      problems.add(fields.at("parallelism"), "only a step with forEach has one");
    }
    Duration timeout = fields.duration("timeout", Limits.TIMEOUT);
    return new StepDefinition(
        name,
        topic,
        fields.json("payload"),
        fields.texts("dependsOn"),
        retries(fields, problems),
        timeout == null ? Duration.ofMinutes(1) : timeout,
        delay == null ? Duration.ZERO : delay,
        approval,
        forEach,
        fields.number("parallelism", 10, 1, WorkflowDefinition.MOST_PARALLEL),
        fields.number("priority", 5, 0, 9),
        fields.pairs("requirements", Limits.LABELS, Limits.LABEL_CHARACTERS));
  }

  /** A step without a topic has no jobs, so nothing that is said of jobs fits. */
  private static void onlyWaits(Fields fields, String path, boolean waits, Problems problems) {
    if (!waits) {
      problems.add(path, "expected a topic, or a step that only waits: delay or approval");
      return;
    }
    for (String field : List.of("payload", "forEach", "retries", "timeout", "requirements")) {
      if (fields.has(field)) {
        problems.add(fields.at(field), "a step without a topic has no jobs");
      }
    }
  }

  private static Retries retries(Fields step, Problems problems) {
    if (!step.has("retries")) {
      return Retries.DEFAULT;
    }
    Fields fields = new Fields(step.json("retries"), step.at("retries"), RETRIES_FIELDS, problems);
    int attempts = fields.number("maxAttempts", Retries.DEFAULT.maxAttempts(), 1, Limits.ATTEMPTS);
    @Nullable Duration first = fields.duration("backoff", Limits.TIMEOUT);
    @Nullable Duration most = fields.duration("maxBackoff", Limits.TIMEOUT);
    if (first != null && most != null && most.compareTo(first) < 0) {
      problems.add(fields.at("maxBackoff"), "must not be under backoff");
    }
    Duration backoff = first == null ? Retries.DEFAULT.backoff() : first;
    Duration longest = most == null ? Retries.DEFAULT.maxBackoff() : most;
    if (first == null && backoff.compareTo(longest) > 0) {
      backoff = longest;
    }
    return new Retries(attempts, backoff, longest.compareTo(backoff) < 0 ? backoff : longest);
  }

  private static String required(Fields fields, String field, Problems problems) {
    if (!fields.has(field)) {
      problems.add(fields.at(field), "missing");
      return "";
    }
    String text = fields.text(field, Ids::isToken, "1 to 64 letters, digits, _ or -");
    return text == null ? "" : text;
  }

  private static Set<String> ordered(String... names) {
    return new LinkedHashSet<>(List.of(names));
  }
}
