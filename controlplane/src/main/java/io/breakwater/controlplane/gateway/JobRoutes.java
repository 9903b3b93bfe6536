package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.contract.CancelReply;
import io.breakwater.controlplane.contract.CancelRequest;
import io.breakwater.controlplane.contract.Ids;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Protocol;
import io.breakwater.controlplane.contract.Subjects;
import io.javalin.http.Context;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Jobs over HTTP. */
final class JobRoutes {
  private static final String JOBS = HttpServer.API + "/jobs";
  private static final Pattern REASON = Pattern.compile("[^\\p{Cntrl}]{1,500}");

  private final Ask ask;
  private final Submissions submissions;
  private final Reads<JobRecord> jobs;
  private final Pages<JobRecord> pages;
  private final SecureRandom random = new SecureRandom();

  JobRoutes(Ask ask, Submissions submissions, Reads<JobRecord> jobs, Pages<JobRecord> pages) {
    this.ask = ask;
    this.submissions = submissions;
    this.jobs = jobs;
    this.pages = pages;
  }

  List<Route> routes() {
    return List.of(
        Route.post(JOBS, this::submit),
        Route.get(JOBS, pages::answer),
        Route.get(JOBS + "/{id}", request -> jobs.answer(request, request.pathParam("id"))),
        Route.post(JOBS + "/{id}/cancel", this::cancel));
  }

  private void submit(Context request) {
    Caller caller = Authentication.caller(request);
    Optional<String> key = IdempotencyKey.of(request, "job");
    String id = key.map(derived -> "j-" + derived).orElseGet(() -> Ids.job(random));
    JobRequest job = JobForm.read(RequestBody.json(request), id, caller.tenant(), Instant.now());
    if (key.isPresent() && repeated(request, job)) {
      return;
    }
    accepted(request, id, submissions.submit(job));
  }

  /** Answers to a job that there is already; false if there is none, or nobody can be asked. */
  private boolean repeated(Context request, JobRequest job) {
    Optional<JobRecord> there = there(job.id());
    if (there.isEmpty()) {
      return false;
    }
    if (!same(there.get().request(), job)) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.IDEMPOTENCY_KEY_REUSED,
                  "the idempotency key belongs to a job that was not the same")
              .with("id", job.id()),
          Optional.empty());
    }
    request.header("Idempotent-Replayed", "true");
    reply(request, job.id(), there.get().state(), Submissions.Held.STREAM);
    return true;
  }

  private Optional<JobRecord> there(String id) {
    if (!ask.connected()) {
      return jobs.unrecorded().get(id);
    }
    return jobs.find(id);
  }

  /** Compares all but the moment of the request. */
  private static boolean same(JobRequest one, JobRequest other) {
    return timeless(one).equals(timeless(other));
  }

  private static JobRequest timeless(JobRequest job) {
    return new JobRequest(
        job.version(),
        job.id(),
        job.topic(),
        job.payload(),
        job.requirements(),
        job.labels(),
        job.priority(),
        job.maxAttempts(),
        job.retryFirstMillis(),
        job.retryMaxMillis(),
        job.timeoutMillis(),
        job.deadline(),
        job.tenant(),
        Instant.EPOCH,
        job.run(),
        job.retryOf());
  }

  /** Answers that a job was taken. */
  static void accepted(Context request, String id, Submissions.Accepted accepted) {
    if (accepted.duplicate()) {
      request.header("Idempotent-Replayed", "true");
    }
    reply(request, id, JobState.PENDING, accepted.held());
  }

  private static void reply(Context request, String id, JobState state, Submissions.Held held) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", id);
    body.put("state", state);
    body.put("held", held.name().toLowerCase(Locale.ROOT));
    Replies.json(request.header("Location", JOBS + "/" + id), 202, body);
  }

  private void cancel(Context request) {
    Caller caller = Authentication.caller(request);
    Optional<String> reason = reason(request);
    JobRecord job = jobs.now(caller, request.pathParam("id"));
    JobRequest untaken = jobs.unrecorded().get(job.id()).map(JobRecord::request).orElse(null);
    CancelReply reply =
        ask.service(
            "scheduler",
            Subjects.JOB_CANCEL,
            new CancelRequest(
                Protocol.VERSION, job.id(), caller.keyId(), reason.orElse(null), untaken),
            CancelReply.class);
    switch (reply.outcome()) {
      case CANCELLED -> ended(request, 200, job, JobState.CANCELLED);
      case REQUESTED -> ended(request, 202, job, stateOf(reply, job));
      case ALREADY_ENDED ->
          throw new ProblemException(
              Problem.of(ProblemType.CONFLICT, "the job has ended " + stateOf(reply, job))
                  .with("state", stateOf(reply, job)),
              Optional.empty());
      case UNKNOWN_JOB -> throw ProblemException.notFound("job", job.id());
      case INVALID ->
          throw new ProblemException(
              ProblemType.INVALID_REQUEST, Objects.requireNonNullElse(reply.problem(), "refused"));
    }
  }

  private static JobState stateOf(CancelReply reply, JobRecord job) {
    return Objects.requireNonNullElse(reply.state(), job.state());
  }

  private static void ended(Context request, int status, JobRecord job, JobState state) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", job.id());
    body.put("state", state);
    body.put("cancelRequested", true);
    Replies.json(request, status, body);
  }

  private static Optional<String> reason(Context request) {
    if (request.bodyAsBytes().length == 0) {
      return Optional.empty();
    }
    Fields fields = new Fields(RequestBody.json(request));
    Optional<String> reason = fields.text("reason", REASON, "a text of 1 to 500 characters");
    fields.check();
    return reason;
  }
}
