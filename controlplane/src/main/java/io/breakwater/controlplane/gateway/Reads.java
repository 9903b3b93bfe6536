package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.contract.Ids;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.store.Documents;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Reads of one kind of record by its id: from the broker, and while that is away from memory,
 * marked as stale.
 */
final class Reads<T> {
  private static final long REMEMBERED_BYTES = 8 << 20;

  private final String kind;
  private final Ask ask;
  private final Documents<T> documents;
  private final Function<T, String> tenant;
  private final Function<T, Object> view;
  private final UnaryOperator<String> words;
  private final Unrecorded<T> unrecorded;
  private final Memory memory = new Memory(REMEMBERED_BYTES);

  /**
   * Creates the reads.
   *
   * @param kind what a record is called in a sentence
   * @param tenant whose a record is
   * @param view what a caller gets to see of it
   * @param unrecorded what was accepted and may not be in the store yet
   */
  Reads(
      String kind,
      Ask ask,
      Documents<T> documents,
      Function<T, String> tenant,
      Function<T, Object> view,
      Unrecorded<T> unrecorded) {
    this(kind, ask, documents, tenant, view, unrecorded, id -> id);
  }

  /**
   * Creates the reads of records whose key is not what people call them.
   *
   * @param words makes of a key what they do
   */
  Reads(
      String kind,
      Ask ask,
      Documents<T> documents,
      Function<T, String> tenant,
      Function<T, Object> view,
      Unrecorded<T> unrecorded,
      UnaryOperator<String> words) {
    this.kind = kind;
    this.ask = ask;
    this.documents = documents;
    this.tenant = tenant;
    this.view = view;
    this.words = words;
    this.unrecorded = unrecorded;
  }

  /**
   * Returns a record as it is now.
   *
   * @throws ProblemException with 404 if there is none that the caller may see, with 503 if nobody
   *     can be asked
   */
  T now(Caller caller, String id, Deadline deadline) {
    return find(id, deadline)
        .filter(record -> tenant.apply(record).equals(caller.tenant()))
        .orElseThrow(() -> ProblemException.notFound(kind, shown(id)));
  }

  /**
   * Returns a record as it is now, whoever's it is.
   *
   * @throws ProblemException with 503 if nobody can be asked, or it was accepted here, is in no
   *     store yet, and is not kept whole
   */
  Optional<T> find(String id, Deadline deadline) {
    if (!Ids.isId(id)) {
      return Optional.empty();
    }
    if (!ask.connected()) {
      throw ProblemException.unavailable("not connected to the broker");
    }
    Optional<T> found = ask.store(documents.get(id), deadline).map(versioned -> versioned.value());
    found.ifPresentOrElse(
        record -> {
          unrecorded.recorded(id);
          memory.put(id, remembered(record, Instant.now()));
        },
        () -> memory.forget(id));
    return found.isPresent() ? found : unrecorded.get(id, deadline).map(Reads::whole);
  }

  /** Answers with a record; with the one that is remembered, marked, while nobody can be asked. */
  void answer(Context request, String id) {
    Caller caller = Authentication.caller(request);
    try {
      Replies.json(request, 200, view.apply(now(caller, id, ask.deadline(request))));
    } catch (ProblemException e) {
      if (!e.isForNow()) {
        throw e;
      }
      if (!fromMemory(request, caller, id)) {
        throw e;
      }
    }
  }

  private boolean fromMemory(Context request, Caller caller, String id) {
    Optional<Memory.Answer> answer =
        memory.get(id).or(() -> accepted(id)).filter(it -> it.tenant().equals(caller.tenant()));
    answer.ifPresent(
        it -> {
          long seconds = Duration.between(it.asOf(), Instant.now()).toSeconds();
          request
              .status(200)
              .header(Replies.STALE, Long.toString(seconds))
              .contentType("application/json")
              .result(it.json());
        });
    return answer.isPresent();
  }

  /** What was seen in the store comes first: it is newer than what was accepted. */
  private Optional<Memory.Answer> accepted(String id) {
    return unrecorded
        .remembered(id)
        .filter(known -> known.record() != null)
        .map(known -> remembered(whole(known), known.since()));
  }

  private static <T> T whole(Unrecorded.Known<T> known) {
    T record = known.record();
    if (record == null) {
      throw ProblemException.noService("accepted here, and no scheduler has taken it yet");
    }
    return record;
  }

  private Memory.Answer remembered(T record, Instant asOf) {
    return new Memory.Answer(
        tenant.apply(record),
        new String(Json.bytes(view.apply(record)), StandardCharsets.UTF_8),
        asOf);
  }

  private String shown(String id) {
    return Ids.isId(id) ? words.apply(id) : "of that name";
  }
}
