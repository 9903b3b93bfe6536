package io.breakwater.controlplane.gateway;

import io.breakwater.client.BusException;
import io.breakwater.controlplane.contract.Ids;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.RunEvent;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.RunReply;
import io.breakwater.controlplane.contract.RunRequest;
import io.breakwater.controlplane.contract.StoredWorkflow;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.contract.WorkflowSubjects;
import io.breakwater.controlplane.store.ConflictException;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Markers;
import io.javalin.http.Context;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Runs of workflows over HTTP. */
final class RunRoutes {
  private static final Logger log = LoggerFactory.getLogger(RunRoutes.class);
  private static final String RUNS = HttpServer.API + "/runs";
  private static final Pattern COMMENT = Pattern.compile("[^\\p{Cntrl}]{1,256}");

  /** Much larger, and a record that has all steps besides would not fit into a message. */
  private static final int LARGEST_INPUT = 128 * 1024;

  private final Ask ask;
  private final Reads<StoredWorkflow> workflows;
  private final Documents<RunRecord> documents;
  private final Markers open;
  private final Reads<RunRecord> runs;
  private final Pages<RunRecord> pages;
  private final SecureRandom random = new SecureRandom();

  RunRoutes(
      Ask ask,
      Reads<StoredWorkflow> workflows,
      Documents<RunRecord> documents,
      Markers open,
      Reads<RunRecord> runs,
      Pages<RunRecord> pages) {
    this.ask = ask;
    this.workflows = workflows;
    this.documents = documents;
    this.open = open;
    this.runs = runs;
    this.pages = pages;
  }

  List<Route> routes() {
    return List.of(
        Route.post(HttpServer.API + "/workflows/{id}/runs", this::start),
        Route.get(RUNS, pages::answer),
        Route.get(RUNS + "/{id}", request -> runs.answer(request, request.pathParam("id"))),
        Route.post(RUNS + "/{id}/cancel", this::cancel),
        Route.post(RUNS + "/{id}/steps/{step}/approve", request -> decide(request, true)),
        Route.post(RUNS + "/{id}/steps/{step}/reject", request -> decide(request, false)));
  }

  private void start(Context request) {
    Caller caller = Authentication.caller(request);
    JsonNode input = input(request);
    String workflow = request.pathParam("id");
    if (!Ids.isToken(workflow)) {
      throw ProblemException.notFound("workflow", "of that name");
    }
    Deadline deadline = ask.deadline(request);
    StoredWorkflow definition = workflows.now(caller, StoredWorkflow.latestKey(workflow), deadline);
    Optional<String> key = IdempotencyKey.of(request, "run");
    String id = key.map(derived -> "r-" + derived).orElseGet(() -> Ids.run(random));
    RunRecord run =
        RunRecord.started(
            id, workflow, definition.definitionVersion(), caller.tenant(), input, Instant.now());
    Optional<RunRecord> there = key.flatMap(unused -> runs.find(id, deadline));
    reply(request, there.isPresent() ? repeated(request, run, there.get()) : create(run, deadline));
  }

  private static RunRecord repeated(Context request, RunRecord run, RunRecord there) {
    if (!there.workflow().equals(run.workflow()) || !there.input().equals(run.input())) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.IDEMPOTENCY_KEY_REUSED,
                  "the idempotency key belongs to a run that was not the same")
              .with("id", there.id()),
          Optional.empty());
    }
    request.header("Idempotent-Replayed", "true");
    return there;
  }

  /** The marker first: a run that nobody can find would never be walked. */
  private RunRecord create(RunRecord run, Deadline deadline) {
    ask.write(open.put(run.id()), deadline);
    try {
      ask.write(documents.create(run.id(), run), deadline);
    } catch (ConflictException e) {
      // The same request twice at the same moment.
      return runs.find(run.id(), deadline).orElse(run);
    }
    try {
      var unused =
          ask.bus()
              .publish(
                  Subjects.WORKFLOW_EVENT, Json.bytes(RunEvent.created(run.id(), run.createdAt())));
    } catch (BusException e) {
      log.debug("gateway: the engine was not told of run {}: {}", run.id(), e.getMessage());
    }
    return run;
  }

  private static void reply(Context request, RunRecord run) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", run.id());
    body.put("workflow", run.workflow());
    body.put("definitionVersion", run.definitionVersion());
    body.put("state", run.state());
    Replies.json(request.header("Location", RUNS + "/" + run.id()), 202, body);
  }

  private static JsonNode input(Context request) {
    if (request.bodyAsBytes().length == 0) {
      return JsonNodeFactory.instance.objectNode();
    }
    Fields fields = new Fields(RequestBody.json(request));
    JsonNode input = fields.any("input").orElseGet(JsonNodeFactory.instance::objectNode);
    fields.check();
    if (Json.bytes(input).length > LARGEST_INPUT) {
      throw new ProblemException(
          ProblemType.TOO_LARGE, "input: expected at most " + LARGEST_INPUT + " bytes");
    }
    return input;
  }

  private void cancel(Context request) {
    Caller caller = Authentication.caller(request);
    String comment = comment(request);
    RunRecord run = runs.now(caller, request.pathParam("id"), ask.deadline(request));
    RunReply reply =
        ask.service(
            "workflow engine",
            WorkflowSubjects.CANCEL,
            RunRequest.cancel(run.id(), caller.keyId(), comment),
            RunReply.class,
            ask.deadline(request));
    done(request, run, "", reply);
  }

  private void decide(Context request, boolean approved) {
    Caller caller = Authentication.caller(request);
    String comment = comment(request);
    RunRecord run = runs.now(caller, request.pathParam("id"), ask.deadline(request));
    String step = request.pathParam("step");
    if (!run.steps().isEmpty() && !run.steps().containsKey(step)) {
      throw ProblemException.notFound("step", "of that name in run " + run.id());
    }
    RunReply reply =
        ask.service(
            "workflow engine",
            WorkflowSubjects.APPROVE,
            RunRequest.decide(run.id(), step, approved, caller.keyId(), comment),
            RunReply.class,
            ask.deadline(request));
    done(request, run, step, reply);
  }

  private static void done(Context request, RunRecord run, String step, RunReply reply) {
    String state = Objects.requireNonNullElse(reply.state(), run.state().name());
    String problem = Objects.requireNonNullElse(reply.problem(), "it is " + state);
    switch (reply.outcome()) {
      case DONE -> {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", run.id());
        if (!step.isEmpty()) {
          body.put("step", step);
        }
        body.put("state", state);
        Replies.json(request, 200, body);
      }
      case UNKNOWN -> throw new ProblemException(ProblemType.NOT_FOUND, problem);
      case ILLEGAL ->
          throw new ProblemException(
              Problem.of(ProblemType.CONFLICT, problem).with("state", state), Optional.empty());
      case INVALID -> throw new ProblemException(ProblemType.INVALID_REQUEST, problem);
    }
  }

  private static @Nullable String comment(Context request) {
    if (request.bodyAsBytes().length == 0) {
      return null;
    }
    Fields fields = new Fields(RequestBody.json(request));
    Optional<String> comment = fields.text("comment", COMMENT, "a text of 1 to 256 characters");
    fields.check();
    return comment.orElse(null);
  }
}
