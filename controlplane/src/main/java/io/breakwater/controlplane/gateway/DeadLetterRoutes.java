package io.breakwater.controlplane.gateway;

import io.breakwater.client.BusException;
import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.DeadLetter;
import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobRequestBuilder;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.JobTransitions;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Protocol;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.store.StoredMessages;
import io.breakwater.controlplane.store.Streams;
import io.javalin.http.Context;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dead letters over HTTP, newest first. The id of one is its sequence in the stream. */
final class DeadLetterRoutes {
  private static final String LETTERS = HttpServer.API + "/dlq";
  private static final String STREAM = Streams.DLQ.stream();
  private static final int DEFAULT_LIMIT = 20;
  private static final int MOST = 100;

  private final Ask ask;
  private final Submissions submissions;
  private final Reads<JobRecord> jobs;
  private final Newest letters;

  DeadLetterRoutes(Ask ask, Submissions submissions, Reads<JobRecord> jobs) {
    this.ask = ask;
    this.jobs = jobs;
    this.submissions = submissions;
    letters = new Newest(ask, STREAM, Subjects.JOB_DEAD_LETTER);
  }

  List<Route> routes() {
    return List.of(
        Route.get(LETTERS, this::list), Route.post(LETTERS + "/{id}/retry", this::retry));
  }

  private void list(Context request) {
    Query query = new Query(request, "limit", "page");
    int limit = query.number("limit", 1, MOST).map(Long::intValue).orElse(DEFAULT_LIMIT);
    Optional<Long> before = query.number("page", 1, Long.MAX_VALUE);
    String tenant = Authentication.caller(request).tenant();
    Deadline deadline = ask.deadline(request);
    Newest theirs = letters.as(message -> entry(message, tenant));
    Replies.json(request, 200, guarded(() -> theirs.page(limit, before, deadline)));
  }

  private static Optional<Object> entry(Message message, String tenant) {
    return letter(
            message.getData(), message.getHeaders(), message.metaData().timestamp().toInstant())
        .filter(letter -> letter.job().request().tenant().equals(tenant))
        .map(letter -> entry(letter, message.metaData().streamSequence()));
  }

  private static Object entry(DeadLetter letter, long sequence) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("id", Long.toString(sequence));
    item.put("reason", letter.reason());
    item.put("at", letter.at());
    item.put("job", JobView.summary(letter.job()));
    return item;
  }

  /** Empty for what is no dead letter of a job, nor a job that was refused as it was. */
  private static Optional<DeadLetter> letter(byte[] body, @Nullable Headers headers, Instant at) {
    try {
      return Optional.of(Json.readLean(body, DeadLetter.class));
    } catch (ContractException e) {
      String reason = headers == null ? null : headers.getFirst("Breakwater-Reason");
      return Optional.ofNullable(reason)
          .filter(text -> text.contains(JobError.KEY_REUSED))
          .flatMap(why -> refused(body, why, at));
    }
  }

  private static Optional<DeadLetter> letter(MessageInfo stored) {
    byte[] body = stored.getData() == null ? new byte[0] : stored.getData();
    return letter(body, stored.getHeaders(), stored.getTime().toInstant());
  }

  private static Optional<DeadLetter> refused(byte[] body, String why, Instant at) {
    try {
      JobRequest request = Json.readLean(body, JobRequest.class);
      return Optional.of(
          new DeadLetter(Protocol.VERSION, JobTransitions.refused(request, why, at), why, at));
    } catch (ContractException e) {
      return Optional.empty();
    }
  }

  private void retry(Context request) {
    Caller caller = Authentication.caller(request);
    String id = request.pathParam("id");
    if (!id.matches("[1-9][0-9]{0,17}")) {
      throw ProblemException.notFound("dead letter", "of that id");
    }
    Deadline deadline = ask.deadline(request);
    JobRecord failed =
        guarded(() -> StoredMessages.at(ask.streams(deadline), STREAM, Long.parseLong(id)))
            .flatMap(DeadLetterRoutes::letter)
            .map(DeadLetter::job)
            .filter(job -> job.request().tenant().equals(caller.tenant()))
            .orElseThrow(() -> ProblemException.notFound("dead letter", id));
    JobRequest again = again(failed, caller);
    Submissions.Accepted accepted = submissions.submit(again, deadline);
    JobRoutes.accepted(request, again.id(), state(again.id(), accepted, deadline), accepted);
  }

  /** It was taken: that nobody says how far it is by now does not make it refused. */
  private JobState state(String id, Submissions.Accepted accepted, Deadline deadline) {
    try {
      return accepted
          .duplicateOf()
          .flatMap(unused -> jobs.find(id, deadline))
          .map(JobRecord::state)
          .orElse(JobState.PENDING);
    } catch (ProblemException e) {
      if (e.isForNow()) {
        return JobState.PENDING;
      }
      throw e;
    }
  }

  /** A letter is retried as one job, however often that is asked for. */
  private static JobRequest again(JobRecord failed, Caller caller) {
    JobRequest job = failed.request();
    boolean another = failed.error() != null && failed.error().code().equals(JobError.KEY_REUSED);
    String which = job.id() + (another ? " " + SameRequests.digest(job) : "");
    String id = "j-" + IdempotencyKey.derive("retry", caller.tenant() + " " + which);
    JobRequestBuilder builder =
        JobRequest.builder(id, job.topic())
            .payload(job.payload())
            .requirements(job.requirements())
            .labels(job.labels())
            .priority(job.priority())
            .maxAttempts(job.maxAttempts())
            .retry(
                Duration.ofMillis(job.retryFirstMillis()), Duration.ofMillis(job.retryMaxMillis()))
            .timeout(job.timeout())
            .tenant(job.tenant())
            .retryOf(job.id());
    return builder.submittedAt(Instant.now());
  }

  private interface Question<R> {
    R ask() throws IOException, JetStreamApiException;
  }

  private <R> R guarded(Question<R> question) {
    if (!ask.connected()) {
      throw ProblemException.unavailable("not connected to the broker");
    }
    try {
      return question.ask();
    } catch (ReadingRoom.FullException e) {
      throw ProblemException.busy(String.valueOf(e.getMessage()));
    } catch (IOException | JetStreamApiException | BusException | IllegalStateException e) {
      throw ProblemException.unavailable("the dead letters were not to be had: " + e.getMessage());
    }
  }
}
