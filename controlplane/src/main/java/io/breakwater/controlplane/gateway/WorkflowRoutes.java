package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.contract.Ids;
import io.breakwater.controlplane.contract.Protocol;
import io.breakwater.controlplane.contract.StoredWorkflow;
import io.breakwater.controlplane.store.ConflictException;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Versioned;
import io.breakwater.controlplane.workflow.Definitions;
import io.breakwater.controlplane.workflow.InvalidDefinitionException;
import io.breakwater.controlplane.workflow.WorkflowDefinition;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Definitions of workflows over HTTP. */
final class WorkflowRoutes {
  private static final String WORKFLOWS = HttpServer.API + "/workflows";

  /** So many others may apply the same workflow at the same moment. */
  private static final int TRIES = 10;

  private final Ask ask;
  private final Documents<StoredWorkflow> documents;
  private final Reads<StoredWorkflow> workflows;

  WorkflowRoutes(Ask ask, Documents<StoredWorkflow> documents, Reads<StoredWorkflow> workflows) {
    this.ask = ask;
    this.documents = documents;
    this.workflows = workflows;
  }

  List<Route> routes() {
    return List.of(Route.post(WORKFLOWS, this::apply), Route.get(WORKFLOWS + "/{id}", this::get));
  }

  private void get(Context request) {
    Optional<Long> version = new Query(request, "version").number("version", 1, Integer.MAX_VALUE);
    String id = token(request.pathParam("id"));
    workflows.answer(
        request,
        version
            .map(number -> StoredWorkflow.key(id, number.intValue()))
            .orElseGet(() -> StoredWorkflow.latestKey(id)));
  }

  private static String token(String id) {
    if (!Ids.isToken(id)) {
      throw ProblemException.notFound("workflow", "of that name");
    }
    return id;
  }

  private void apply(Context request) {
    Caller caller = Authentication.caller(request);
    JsonNode body = RequestBody.json(request);
    WorkflowDefinition definition = checked(body);
    if (!ask.connected()) {
      throw ProblemException.unavailable("not connected to the broker; nothing was applied");
    }
    for (int tries = 0; tries < TRIES; tries++) {
      try {
        apply(request, caller, definition.id(), body, tries);
        return;
      } catch (ConflictException e) {
        // Somebody else was faster: theirs is the version before ours.
      }
    }
    throw ProblemException.busy("too many others apply the same workflow");
  }

  private static WorkflowDefinition checked(JsonNode body) {
    try {
      return Definitions.parse(body);
    } catch (InvalidDefinitionException e) {
      List<Fields.Wrong> errors =
          e.problems().stream()
              .map(problem -> new Fields.Wrong(problem.path(), problem.message()))
              .toList();
      throw new ProblemException(
          Problem.of(ProblemType.INVALID_REQUEST, String.valueOf(e.getMessage()))
              .with("errors", errors),
          Optional.empty());
    }
  }

  private void apply(Context request, Caller caller, String id, JsonNode definition, int skip) {
    Deadline deadline = ask.deadline(request);
    String latestKey = StoredWorkflow.latestKey(id);
    Optional<Versioned<StoredWorkflow>> latest = ask.store(documents.get(latestKey), deadline);
    if (latest.isPresent()) {
      StoredWorkflow before = latest.get().value();
      if (!before.tenant().equals(caller.tenant())) {
        throw new ProblemException(
            ProblemType.CONFLICT, "a workflow of that id belongs to somebody else");
      }
      if (before.definition().equals(definition)) {
        reply(request, 200, before);
        return;
      }
    }
    int version = latest.map(it -> it.value().definitionVersion()).orElse(0) + 1 + skip;
    StoredWorkflow stored =
        new StoredWorkflow(
            Protocol.VERSION, id, version, caller.tenant(), definition, Instant.now());
    // The version first: what the newest one points to is there, whenever this process ends.
    ask.write(documents.create(StoredWorkflow.key(id, version), stored), deadline);
    ask.write(
        documents.update(latestKey, stored, latest.map(Versioned::revision).orElse(0L)), deadline);
    reply(request, 201, stored);
  }

  private static void reply(Context request, int status, StoredWorkflow workflow) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", workflow.id());
    body.put("definitionVersion", workflow.definitionVersion());
    body.put("appliedAt", workflow.appliedAt());
    Replies.json(request.header("Location", WORKFLOWS + "/" + workflow.id()), status, body);
  }

  /** Returns what a caller sees of a workflow. */
  static Object view(StoredWorkflow workflow) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", workflow.id());
    view.put("definitionVersion", workflow.definitionVersion());
    view.put("appliedAt", workflow.appliedAt());
    view.put("definition", workflow.definition());
    return view;
  }
}
