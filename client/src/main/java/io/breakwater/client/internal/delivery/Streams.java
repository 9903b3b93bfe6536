package io.breakwater.client.internal.delivery;

import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.internal.StageFailure;
import io.breakwater.client.internal.SubjectFilter;
import io.breakwater.policy.DurationText;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.api.StreamInfo;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which stream covers a subject, asked of the server once per stream and connection, before the
 * first message is sent to it; and whether the stream remembers message ids for long enough. Where
 * the server does not answer, because the user may not ask, messages are sent without. A server
 * that has told of the stream before, and is silent now, says that the stream has no leader: it is
 * asked again until it answers, and no message is sent for nothing meanwhile.
 */
final class Streams {
  private static final String API = "$JS.API.";
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  /**
   * After so long the next question follows, answered or not, where a stream is known to have been:
   * an election takes seconds, and no message needs to wait much longer than that.
   */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  /** How long a no is believed. */
  private static final long NO_HOLDS_NANOS = 1_000_000_000L;

  /** More subjects without a stream than these are asked for anew. */
  private static final int MOST_ANSWERS = 10_000;

  /** The server does answer, and cannot tell now: as while a cluster has no leader. */
  private static final class NotNowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NotNowException(String why) {
      super(why);
    }
  }

  /** JetStream's codes for: not enabled, and not enabled for this account. */
  private static final List<Integer> NOT_ENABLED = List.of(10076, 10039);

  private final Duration maxAge;
  private final Consumer<LifecycleEvent> events;
  private final Consumer<Runnable> answered;
  private final Questions<Turn> questions = new Questions<>(this::isNeeded, this::request);
  private final CopyOnWriteArrayList<Known> known = new CopyOnWriteArrayList<>();

  /** By subject; by the filter, once a stream is known to have covered it. */
  private final Map<Object, Answer> answers = new ConcurrentHashMap<>();

  private final Set<SubjectFilter> everCovered = ConcurrentHashMap.newKeySet();
  private volatile boolean unanswered;

  /** The connection whose server has been asked; null if none was. */
  private volatile @Nullable Connection asked;

  /** What is known about a subject. */
  sealed interface Verdict {
    /** Messages can be sent. */
    record Good() implements Verdict {}

    /** The server has been asked. */
    record Pending() implements Verdict {}

    /** No stream covers it. */
    record NoStream() implements Verdict {}

    /** There is no JetStream. */
    record NoJetStream() implements Verdict {}

    /** Its stream forgets message ids too soon. */
    record ShortWindow(String stream, Duration window) implements Verdict {}
  }

  /** A stream, by the subjects that it covers; none where the answer is for one subject alone. */
  private record Known(List<SubjectFilter> filters, Verdict verdict) {
    static Known nothing(Verdict verdict) {
      return new Known(List.of(), verdict);
    }

    boolean covers(String subject) {
      for (SubjectFilter filter : filters) {
        if (filter.covers(subject)) {
          return true;
        }
      }
      return false;
    }
  }

  private record Answer(Verdict verdict, long nanos) {}

  /**
   * What the server is about to be asked: by what it is known, and which subject it is asked for.
   */
  record Question(Object key, String subject, long nanos) {
    private Answer pending() {
      return new Answer(new Verdict.Pending(), nanos);
    }
  }

  /** A question, and who is to be asked. */
  private record Turn(Connection connection, Question question) {}

  /**
   * Creates it.
   *
   * @param answered runs what notes an answer, so that nothing is sent between that and what waits
   *     for it being ready; called on a thread of jnats
   */
  Streams(Duration maxAge, Consumer<LifecycleEvent> events, Consumer<Runnable> answered) {
    this.maxAge = maxAge;
    this.events = events;
    this.answered = answered;
  }

  /** Forgets everything: a broker that was away may have other streams. */
  void forget() {
    known.clear();
    answers.clear();
    unanswered = false;
    asked = null;
  }

  /** Believes nothing any more, without asking again what is being asked. */
  void doubt() {
    known.clear();
    answers.values().removeIf(answer -> !(answer.verdict instanceof Verdict.Pending));
  }

  /**
   * Returns if a stream has ever covered the subject, as far as this bus has seen. Such a stream
   * went with the broker's data, or was removed, and may come again; the subject is not wrong.
   */
  boolean everCovered(String subject) {
    return standsFor(subject) instanceof SubjectFilter;
  }

  /**
   * Returns what stands for the stream of a subject: the filter by which it is known to have
   * covered it, or the subject.
   */
  Object standsFor(String subject) {
    return everCovered.stream()
        .filter(filter -> filter.covers(subject))
        .findFirst()
        .<Object>map(filter -> filter)
        .orElse(subject);
  }

  /** Returns what is known, from memory; null if the server has to be asked. */
  @Nullable Verdict known(String subject) {
    for (Known stream : known) {
      if (stream.covers(subject)) {
        return stream.verdict;
      }
    }
    Object key = standsFor(subject);
    if (unanswered && !(key instanceof SubjectFilter)) {
      return new Verdict.Good();
    }
    Answer answer = answers.get(key);
    return answer != null
            && (answer.verdict instanceof Verdict.Pending
                || System.nanoTime() - answer.nanos < NO_HOLDS_NANOS)
        ? answer.verdict
        : null;
  }

  /**
   * Returns the no that the server of a connection has just given for a subject that no stream was
   * ever seen to cover; null if there is none, or it has to be asked. From memory, for any thread.
   */
  @Nullable Verdict refusal(Connection on, String subject) {
    if (asked != on || answers.isEmpty()) {
      return null;
    }
    Verdict verdict = known(subject);
    boolean no = verdict instanceof Verdict.NoStream || verdict instanceof Verdict.NoJetStream;
    return no && !everCovered(subject) ? verdict : null;
  }

  /** Notes that the server is about to be asked, from memory; {@link #ask} follows. */
  Question pending(String subject) {
    if (answers.size() >= MOST_ANSWERS) {
      answers.values().removeIf(old -> !(old.verdict instanceof Verdict.Pending));
    }
    Question question = new Question(standsFor(subject), subject, System.nanoTime());
    answers.put(question.key, question.pending());
    return question;
  }

  /** Asks the server; for a subject that no stream was seen to cover, in its turn. */
  void ask(Connection connection, Question question) {
    asked = connection;
    Turn turn = new Turn(connection, question);
    if (question.key instanceof SubjectFilter) {
      var unused = request(turn);
      askLater(connection, question);
    } else {
      questions.add(turn);
    }
  }

  /** One answer tells of all subjects of a stream; a question that is not needed is forgotten. */
  private boolean isNeeded(Turn turn) {
    Question question = turn.question;
    boolean needed =
        isOpen(question)
            && turn.connection.getStatus() == Connection.Status.CONNECTED
            && standsFor(question.subject).equals(question.key)
            && known(question.subject) instanceof Verdict.Pending;
    if (!needed) {
      answers.remove(question.key, question.pending());
    }
    return needed;
  }

  private CompletableFuture<?> request(Turn turn) {
    Question question = turn.question;
    return request(
            turn.connection,
            API + "STREAM.NAMES",
            new JsonValue(Map.of("subject", new JsonValue(question.subject))).toJson())
        .thenCompose(names -> info(turn.connection, names))
        .handle(
            (found, failure) -> {
              conclude(turn.connection, question, found, failure);
              return found;
            });
  }

  private void askLater(Connection connection, Question question) {
    CompletableFuture.delayedExecutor(ASK_AGAIN.toNanos(), TimeUnit.NANOSECONDS)
        .execute(() -> askAgain(connection, question));
  }

  private void askAgain(Connection connection, Question question) {
    if (isOpen(question) && connection.getStatus() != Connection.Status.CLOSED) {
      ask(connection, question);
    }
  }

  /** Returns if nobody has answered it, and no other connection has come. */
  private boolean isOpen(Question question) {
    return question.pending().equals(answers.get(question.key));
  }

  private CompletableFuture<Known> info(Connection connection, Message names) {
    try {
      JsonValue json = JsonParser.parse(names.getData());
      JsonValue error = JsonValueUtils.readObject(json, "error");
      int code = JsonValueUtils.readInteger(error, "err_code", 0);
      if (code != 0) {
        return NOT_ENABLED.contains(code)
            ? CompletableFuture.completedFuture(Known.nothing(new Verdict.NoJetStream()))
            : CompletableFuture.failedFuture(
                new NotNowException(JsonValueUtils.readString(error, "description", "")));
      }
      List<String> streams = JsonValueUtils.readStringList(json, "streams");
      if (streams.isEmpty()) {
        return CompletableFuture.completedFuture(Known.nothing(new Verdict.NoStream()));
      }
      return request(connection, API + "STREAM.INFO." + streams.get(0), "").thenApply(this::learn);
    } catch (JsonParseException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Known learn(Message message) {
    try {
      StreamInfo info = new StreamInfo(message).throwOnHasError();
      Duration window = info.getConfiguration().getDuplicateWindow();
      Verdict verdict =
          window.compareTo(maxAge) < 0
              ? new Verdict.ShortWindow(info.getConfiguration().getName(), window)
              : new Verdict.Good();
      List<SubjectFilter> filters = new ArrayList<>();
      info.getConfiguration()
          .getSubjects()
          .forEach(filter -> filters.add(SubjectFilter.of(filter)));
      return new Known(filters, verdict);
    } catch (JetStreamApiException e) {
      throw new NotNowException(e.getErrorDescription());
    }
  }

  private void conclude(
      Connection connection,
      Question question,
      @Nullable Known found,
      @Nullable Throwable failure) {
    Throwable cause = failure == null ? null : StageFailure.cause(failure);
    boolean silent = found == null && !(cause instanceof JetStreamStatusException);
    if (!isOpen(question) || (silent && question.key instanceof SubjectFilter)) {
      return; // Answered before, or asked again in a moment.
    }
    if (cause instanceof NotNowException) {
      askLater(connection, question);
      return;
    }
    boolean first = silent && !unanswered;
    answered.accept(() -> note(question, found, cause));
    if (first) {
      events.accept(
          new LifecycleEvent.Warned(
              Instant.now(),
              "outbox: the server does not say which stream covers "
                  + question.subject
                  + " ("
                  + cause
                  + "); messages are sent without checking that its duplicate window is at least "
                  + DurationText.format(maxAge)));
    }
  }

  private void note(Question question, @Nullable Known found, @Nullable Throwable cause) {
    if (found != null && !found.filters.isEmpty()) {
      answers.remove(question.key);
      known.addIfAbsent(found);
      everCovered.addAll(found.filters);
    } else if (found != null) {
      answers.put(question.key, new Answer(found.verdict, System.nanoTime()));
    } else if (cause instanceof JetStreamStatusException) {
      // Nobody listens on the API's subjects.
      answers.put(question.key, new Answer(new Verdict.NoJetStream(), System.nanoTime()));
    } else {
      answers.remove(question.key);
      unanswered = true;
    }
  }

  private static CompletableFuture<Message> request(
      Connection connection, String subject, String body) {
    try {
      return connection
          .requestWithTimeout(subject, body.getBytes(StandardCharsets.UTF_8), ANSWER_WITHIN)
          .orTimeout(ANSWER_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
