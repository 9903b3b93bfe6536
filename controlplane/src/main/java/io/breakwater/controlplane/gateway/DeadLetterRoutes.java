package io.breakwater.controlplane.gateway;

import io.breakwater.client.BusException;
import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.DeadLetter;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobRequestBuilder;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.store.StoredMessages;
import io.breakwater.controlplane.store.Streams;
import io.javalin.http.Context;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dead letters over HTTP, newest first. The id of one is its sequence in the stream. */
final class DeadLetterRoutes {
  private static final String LETTERS = HttpServer.API + "/dlq";
  private static final String STREAM = Streams.DLQ.stream();
  private static final int DEFAULT_LIMIT = 20;
  private static final int MOST = 100;

  /** How many letters more than asked for one page looks at, for those of other tenants. */
  private static final int STRETCH = 5;

  private final Ask ask;
  private final Submissions submissions;
  private final Reads<JobRecord> jobs;

  DeadLetterRoutes(Ask ask, Submissions submissions, Reads<JobRecord> jobs) {
    this.ask = ask;
    this.jobs = jobs;
    this.submissions = submissions;
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
    Replies.json(request, 200, guarded(letters -> page(letters, tenant, limit, before)));
  }

  private static Page page(
      JetStreamManagement letters, String tenant, int limit, Optional<Long> before)
      throws IOException, JetStreamApiException {
    StreamState state = letters.getStreamInfo(STREAM).getStreamState();
    List<Object> items = new ArrayList<>();
    long sequence = Math.min(state.getLastSequence(), before.orElse(Long.MAX_VALUE) - 1);
    long first = Math.max(1, state.getFirstSequence());
    long stop = Math.max(first, sequence - (long) limit * STRETCH);
    for (; sequence >= stop && items.size() < limit; sequence--) {
      letter(letters, sequence)
          .filter(letter -> letter.job().request().tenant().equals(tenant))
          .ifPresent(new Collector(items, sequence)::add);
    }
    boolean more = sequence >= first && state.getMsgCount() > 0;
    return new Page(items, more ? Long.toString(sequence + 1) : null);
  }

  private record Collector(List<Object> items, long sequence) {
    void add(DeadLetter letter) {
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("id", Long.toString(sequence));
      item.put("reason", letter.reason());
      item.put("at", letter.at());
      item.put("job", JobView.summary(letter.job()));
      items.add(item);
    }
  }

  /** Empty for a sequence that is gone, and for what is no dead letter of a job. */
  private static Optional<DeadLetter> letter(JetStreamManagement letters, long sequence)
      throws IOException, JetStreamApiException {
    try {
      return StoredMessages.at(letters, STREAM, sequence)
          .map(MessageInfo::getData)
          .map(body -> Json.read(body, DeadLetter.class));
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
    JobRequest failed =
        guarded(letters -> letter(letters, Long.parseLong(id)))
            .map(letter -> letter.job().request())
            .filter(job -> job.tenant().equals(caller.tenant()))
            .orElseThrow(() -> ProblemException.notFound("dead letter", id));
    JobRequest again = again(failed, caller);
    Submissions.Accepted accepted = submissions.submit(again);
    JobState state =
        accepted
            .duplicateOf()
            .flatMap(unused -> jobs.find(again.id()))
            .map(JobRecord::state)
            .orElse(JobState.PENDING);
    JobRoutes.accepted(request, again.id(), state, accepted);
  }

  /** A letter is retried as one job, however often that is asked for. */
  private static JobRequest again(JobRequest job, Caller caller) {
    String id = "j-" + IdempotencyKey.derive("retry", caller.tenant() + " " + job.id());
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
    R ask(JetStreamManagement letters) throws IOException, JetStreamApiException;
  }

  private <R> R guarded(Question<R> question) {
    if (!ask.connected()) {
      throw ProblemException.unavailable("not connected to the broker");
    }
    try {
      return question.ask(ask.bus().connection().jetStreamManagement());
    } catch (IOException | JetStreamApiException | BusException | IllegalStateException e) {
      throw ProblemException.unavailable("the dead letters were not to be had: " + e.getMessage());
    }
  }
}
