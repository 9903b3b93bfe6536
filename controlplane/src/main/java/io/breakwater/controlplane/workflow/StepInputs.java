package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.contract.Decision;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.StepRecord;
import io.breakwater.controlplane.store.UnreadableException;
import io.breakwater.controlplane.store.Versioned;
import io.breakwater.controlplane.workflow.expression.Expression;
import io.breakwater.controlplane.workflow.expression.ExpressionException;
import io.breakwater.controlplane.workflow.expression.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the expressions of the steps of one run see: {@code input}, {@code run.id}, {@code
 * steps.NAME.result} of the steps that the step depends on, and, in a fan-out, {@code item} and
 * {@code index}. Not thread-safe.
 *
 * <p>Results are those of the jobs, read when a step needs them. What a fan-out sees is kept until
 * {@link #clear}, for its items begin one by one.
 */
final class StepInputs {
  /** How large the results are that a step may see, in characters of JSON. */
  static final int MOST_CHARACTERS = 4 * 1024 * 1024;

  /** How many values they have: as trees, that is what takes memory. */
  static final int MOST_VALUES = 200_000;

  /** What a value takes as a tree, more or less. */
  private static final int VALUE_BYTES = 64;

  /** How many jobs are read at a time. */
  private static final int WINDOW = 32;

  private final RunStore store;
  private final Map<String, ObjectNode> contexts = new HashMap<>();
  private final Map<String, ArrayNode> lists = new HashMap<>();
  private long keptBytes;

  StepInputs(RunStore store) {
    this.store = store;
  }

  void clear() {
    contexts.clear();
    lists.clear();
    keptBytes = 0;
  }

  /** Returns what is kept takes of memory, in bytes more or less. */
  long keptBytes() {
    return keptBytes;
  }

  /** Returns the list of a fan-out. */
  ArrayNode list(StepGraph graph, RunRecord run, StepDefinition step)
      throws ExpressionException, InputException, InterruptedException {
    ArrayNode known = lists.get(step.name());
    if (known != null) {
      return known;
    }
    Expression forEach = new Expression("forEach", Objects.requireNonNull(step.forEach()));
    JsonNode value = forEach.evaluate(context(graph, run, step, template(step)));
    if (!(value instanceof ArrayNode list)) {
      throw new InputException(
          "forEach: \"" + forEach.text() + "\": expected a list, got " + value.getNodeType());
    }
    if (list.size() > WorkflowDefinition.MOST_ITEMS) {
      throw new InputException(
          "forEach: expected at most "
              + WorkflowDefinition.MOST_ITEMS
              + " items, got "
              + list.size());
    }
    lists.put(step.name(), list);
    return list;
  }

  /** Returns the payload of a job. */
  JsonNode payload(StepGraph graph, RunRecord run, StepDefinition step, int item)
      throws ExpressionException, InputException, InterruptedException {
    Template template = template(step);
    ObjectNode context = context(graph, run, step, template);
    if (step.forEach() != null) {
      JsonNode value = list(graph, run, step).get(item);
      context = context.objectNode().setAll(context);
      context.set("item", value == null ? NullNode.getInstance() : value);
      context.put("index", item);
    }
    return template.render(context);
  }

  private static Template template(StepDefinition step) {
    return new Template("payload", Json.tree(step.payload()));
  }

  private ObjectNode context(StepGraph graph, RunRecord run, StepDefinition step, Template template)
      throws ExpressionException, InputException, InterruptedException {
    ObjectNode known = contexts.get(step.name());
    if (known != null) {
      return known;
    }
    ObjectNode context = Json.mapper().createObjectNode();
    context.set(
        "input", seesInput(step, template) ? Json.tree(run.input()) : NullNode.getInstance());
    context.putObject("run").put("id", run.id());
    ObjectNode steps = context.putObject("steps");
    Room room = new Room();
    if (names(step, template, "steps")) {
      for (String dependency : step.dependsOn()) {
        StepDefinition definition = Objects.requireNonNull(graph.step(dependency));
        steps.putObject(dependency).set("result", result(run, definition, room));
      }
    }
    if (step.forEach() != null) {
      contexts.put(step.name(), context);
      keptBytes += room.takenBytes() + VALUE_BYTES * (long) Json.values(run.input());
    }
    return context;
  }

  /** A large input is not made a tree for who cannot see it: by its name, or all there is. */
  private static boolean seesInput(StepDefinition step, Template template)
      throws ExpressionException {
    for (String way : List.of("input", "@", "*", "\\")) {
      if (names(step, template, way)) {
        return true;
      }
    }
    return false;
  }

  /** What a step may still see; nothing is made a tree for which there is no room. */
  private static final class Room {
    private long characters = MOST_CHARACTERS;
    private long values = MOST_VALUES;

    JsonNode tree(JsonNode result) throws InputException {
      characters -= Json.footprint(result) / 2;
      values -= Json.values(result);
      if (characters < 0) {
        throw new InputException(
            "the results that the step sees have over " + MOST_CHARACTERS + " characters");
      }
      if (values < 0) {
        throw new InputException(
            "the results that the step sees have over " + MOST_VALUES + " values");
      }
      return Json.tree(result);
    }

    long takenBytes() {
      return MOST_CHARACTERS - characters + VALUE_BYTES * (MOST_VALUES - values);
    }
  }

  /** Most payloads have no use for results. */
  private static boolean names(StepDefinition step, Template template, String part)
      throws ExpressionException {
    if (step.forEach() != null && step.forEach().contains(part)) {
      return true;
    }
    return template.expressions().stream().anyMatch(expression -> expression.text().contains(part));
  }

  private JsonNode result(RunRecord run, StepDefinition step, Room room)
      throws InputException, InterruptedException {
    StepRecord record = Objects.requireNonNull(run.steps().get(step.name()));
    if (step.topic() == null) {
      Decision decision = record.decision();
      return decision == null ? NullNode.getInstance() : Json.mapper().valueToTree(decision);
    }
    int items = record.items() == null ? 0 : record.items();
    List<JsonNode> results = new ArrayList<>();
    for (int from = 0; from < items; from += WINDOW) {
      for (JsonNode result : results(run, step, from, Math.min(items, from + WINDOW))) {
        results.add(room.tree(result));
      }
    }
    if (step.forEach() == null) {
      return results.get(0);
    }
    return Json.mapper().createArrayNode().addAll(results);
  }

  private static @Nullable JobRecord job(
      StepDefinition step, CompletionStage<Optional<Versioned<JobRecord>>> answer)
      throws InputException, InterruptedException {
    try {
      return RunStore.await(answer).map(Versioned::value).orElse(null);
    } catch (UnreadableException e) {
      throw new InputException("the result of step " + step.name() + " cannot be read");
    }
  }

  private List<JsonNode> results(RunRecord run, StepDefinition step, int from, int to)
      throws InputException, InterruptedException {
    List<CompletionStage<Optional<Versioned<JobRecord>>>> asked = new ArrayList<>();
    for (int item = from; item < to; item++) {
      asked.add(store.job(RunRecord.jobId(run.id(), step.name(), step.index(item))));
    }
    List<JsonNode> results = new ArrayList<>();
    for (CompletionStage<Optional<Versioned<JobRecord>>> answer : asked) {
      JobRecord job = job(step, answer);
      if (job == null || job.state() != JobState.SUCCEEDED) {
        throw new InputException("the result of step " + step.name() + " is not there any more");
      }
      @Nullable JsonNode result = job.result();
      results.add(result == null ? NullNode.getInstance() : result);
    }
    return results;
  }
}
