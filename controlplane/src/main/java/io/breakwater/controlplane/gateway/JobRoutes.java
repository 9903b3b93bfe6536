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
  private final SubmittedJobs submitted;
  private final Unrecorded<JobRecord> unrecorded;
  private final Reads<JobRecord> jobs;
  private final Pages<JobRecord> pages;
  private final SameRequests sameRequests = new SameRequests();
  private final SecureRandom random = new SecureRandom();

  JobRoutes(
      Ask ask,
      Submissions submissions,
      SubmittedJobs submitted,
      Unrecorded<JobRecord> unrecorded,
      Reads<JobRecord> jobs,
      Pages<JobRecord> pages) {
    this.ask = ask;
    this.submissions = submissions;
    this.submitted = submitted;
    this.unrecorded = unrecorded;
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
    Deadline deadline = ask.deadline(request);
    accepted(
        request,
        id,
        JobState.PENDING,
        key.isPresent() ? submitOnce(job, deadline) : submissions.submit(job, deadline));
  }

  /** Answers to a job that there is already; false if there is none, or nobody can be asked. */
  private boolean repeated(Context request, JobRequest job) {
    if (!ask.connected()) {
      return remembered(request, job);
    }
    Optional<JobRecord> there;
    try {
      there = jobs.find(job.id(), submissions.patience(ask.deadline(request)));
    } catch (ProblemException e) {
      if (e.isForNow() && submissions.durable()) {
        return remembered(request, job);
      }
      throw e;
    }
    if (there.isEmpty()) {
      return false;
    }
    if (!there.get().request().sameAs(job)) {
      throw another(job);
    }
    sameRequests.accepted(job);
    return replayed(request, job, there.get().state());
  }

  private boolean remembered(Context request, JobRequest job) {
    SameRequests.Known known = sameRequests.compare(job);
    if (known == SameRequests.Known.ANOTHER) {
      throw another(job);
    }
    return known == SameRequests.Known.SAME && replayed(request, job, JobState.PENDING);
  }

  private boolean replayed(Context request, JobRequest job, JobState state) {
    request.header("Idempotent-Replayed", "true");
    Submissions.Held held =
        unrecorded.isHeld(job.id()) ? Submissions.Held.OUTBOX : Submissions.Held.STREAM;
    reply(request, job.id(), state, held);
    return true;
  }

  private static ProblemException another(JobRequest job) {
    return new ProblemException(
        Problem.of(
                ProblemType.IDEMPOTENCY_KEY_REUSED,
                "the idempotency key belongs to a job that was not the same")
            .with("id", job.id()),
        Optional.empty());
  }

  /** Submits under a key, of which the stream may know another request that has no record yet. */
  private Submissions.Accepted submitOnce(JobRequest job, Deadline deadline) {
    sameRequests.accepted(job);
    try {
      Submissions.Accepted accepted = submissions.submit(job, deadline);
      if (!same(job, accepted, deadline)) {
        unrecorded.recorded(job.id());
        throw another(job);
      }
      return accepted;
    } catch (ProblemException e) {
      if (e.problem().status() != ProblemType.OUTCOME_UNKNOWN.status()) {
        sameRequests.refused(job.id());
      }
      throw e;
    }
  }

  /**
   * Returns if what was in the stream before was the same request.
   *
   * @throws ProblemException with 504 if that cannot be asked: it is in the stream, so it was not
   *     refused
   */
  private boolean same(JobRequest job, Submissions.Accepted accepted, Deadline deadline) {
    try {
      return accepted
          .duplicateOf()
          .flatMap(sequence -> submitted.at(sequence, deadline))
          .or(() -> accepted.duplicateOf().flatMap(unused -> request(job.id(), deadline)))
          .map(before -> before.sameAs(job))
          .orElse(true);
    } catch (ProblemException e) {
      if (e.isForNow()) {
        throw Submissions.unknown(job);
      }
      throw e;
    }
  }

  private Optional<JobRequest> request(String id, Deadline deadline) {
    return jobs.find(id, deadline).map(JobRecord::request);
  }

  /** Answers that a job was taken. */
  static void accepted(Context request, String id, JobState state, Submissions.Accepted accepted) {
    if (accepted.duplicateOf().isPresent()) {
      request.header("Idempotent-Replayed", "true");
    }
    reply(request, id, state, accepted.held());
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
    JobRecord job = jobs.now(caller, request.pathParam("id"), ask.deadline(request));
    JobRequest untaken =
        unrecorded
            .remembered(job.id())
            .map(Unrecorded.Known::record)
            .map(JobRecord::request)
            .orElse(null);
    CancelReply reply =
        ask.service(
            "scheduler",
            Subjects.JOB_CANCEL,
            new CancelRequest(
                Protocol.VERSION, job.id(), caller.keyId(), reason.orElse(null), untaken),
            CancelReply.class,
            ask.deadline(request));
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
