package io.breakwater.controlplane.store;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.policy.DurationText;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JSON values in a bucket, written by compare-and-set only. All calls return at once, any number
 * may be under way; those of one connection reach the server in the order of the calls. May be used
 * from any thread; stages complete on a thread of jnats, which must not be held up.
 *
 * <p>Stages fail with
 *
 * <ul>
 *   <li>{@link ConflictException} if somebody else was first,
 *   <li>{@link StoreException} if there is no connection, the server says no, or no answer came,
 *   <li>{@link UnreadableException} if what is there is no such value.
 * </ul>
 */
public final class Documents<T> {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Long enough for one that answers; a bucket whose leader is gone does not. */
  static final Duration BRIEF = Duration.ofSeconds(2);

  private static final String EXPECTED = "Nats-Expected-Last-Subject-Sequence";

  // Codes of nats-server, server/errors.json.
  private static final int WRONG_LAST_SEQUENCE = 10071;
  private static final int DELETE_FAILED = 10057;
  private static final int NOT_FOUND = 404;

  /** How a server says that it has no such message; server/store.go. */
  private static final Set<String> GONE = Set.of("no message found", "stream store EOF");

  private final Bus bus;
  private final Bucket bucket;
  private final Function<byte[], T> reader;
  private final Outstanding outstanding;
  private final Duration limit;

  /**
   * Creates an access to a bucket, which must have been {@link Provisioning provisioned}. To be
   * made once for a bus, which keeps it.
   */
  public Documents(Bus bus, Bucket bucket, Class<T> type) {
    this(bus, bucket, json -> Json.read(json, type), new Outstanding(bus), LIMIT);
  }

  private Documents(
      Bus bus, Bucket bucket, Function<byte[], T> reader, Outstanding outstanding, Duration limit) {
    this.bus = bus;
    this.bucket = bucket;
    this.reader = reader;
    this.outstanding = outstanding;
    this.limit = limit;
  }

  /**
   * Returns an access for a service, which holds many values and tries again by itself: {@link
   * Json#readLean} reads them, and an answer has 2 s to come and not 5.
   */
  public static <T> Documents<T> lean(Bus bus, Bucket bucket, Class<T> type) {
    return new Documents<>(
        bus, bucket, json -> Json.readLean(json, type), new Outstanding(bus), BRIEF);
  }

  /** Returns the same with another limit for answers. */
  Documents<T> within(Duration time) {
    return new Documents<>(bus, bucket, reader, outstanding, time);
  }

  /** Reads a value as it is now, from the bucket's leader. Empty if there is none. */
  public CompletionStage<Optional<Versioned<T>>> get(String key) {
    String subject = "$JS.API.STREAM.MSG.GET." + bucket.stream();
    byte[] question = Json.bytes(new LastOf(bucket.subject(key)));
    return ask(key, subject, null, question, answer -> found(key, answer));
  }

  /** Writes a value under a key that has none; completes with its revision. */
  public CompletionStage<Long> create(String key, T value) {
    return update(key, value, 0);
  }

  /** Replaces the value at a revision; completes with the new revision. */
  public CompletionStage<Long> update(String key, T value, long revision) {
    Headers expected = new Headers().put(EXPECTED, Long.toString(revision));
    return ask(
        key,
        bucket.subject(key),
        expected,
        Json.bytes(value),
        answer -> stored(key, revision, answer));
  }

  /** Writes a value whatever is there; completes with its revision. */
  public CompletionStage<Long> put(String key, T value) {
    return ask(key, bucket.subject(key), null, Json.bytes(value), answer -> stored(key, 0, answer));
  }

  /** Takes a value away, with no trace. Fails if it is not at the revision any more. */
  public CompletionStage<Void> delete(String key, long revision) {
    String subject = "$JS.API.STREAM.MSG.DELETE." + bucket.stream();
    byte[] question = Json.bytes(new Erase(revision, true));
    return ask(key, subject, null, question, answer -> deleted(key, revision, answer));
  }

  private Optional<Versioned<T>> found(String key, Message answer) {
    MessageInfo info = new MessageInfo(answer, bucket.stream(), false);
    if (info.hasError()) {
      if (info.getApiErrorCode() == StoredMessages.NO_MESSAGE_FOUND
          || info.getErrorCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw refused(key, info.getError());
    }
    byte[] value = info.getData();
    if (value == null || value.length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Versioned<>(reader.apply(value), info.getSeq()));
    } catch (ContractException e) {
      throw new UnreadableException(bucket.bucketName() + "/" + key, value, e);
    }
  }

  private long stored(String key, long expected, Message answer) {
    try {
      return new PublishAck(answer).getSeqno();
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == WRONG_LAST_SEQUENCE) {
        throw new ConflictException(bucket, key, expected);
      }
      throw refused(key, e.getErrorDescription());
    } catch (IOException e) {
      throw refused(key, e.getMessage());
    }
  }

  // The class Void has no value.
  @SuppressWarnings("NullAway")
  private Void deleted(String key, long revision, Message answer) {
    MessageInfo info = new MessageInfo(answer, bucket.stream(), false);
    if (info.hasError()) {
      if (info.getApiErrorCode() == DELETE_FAILED && GONE.contains(info.getDescription())) {
        throw new ConflictException(bucket, key, revision);
      }
      throw refused(key, info.getError());
    }
    return null;
  }

  private <R> CompletionStage<R> ask(
      String key,
      String subject,
      @Nullable Headers headers,
      byte[] body,
      Function<Message, R> answered) {
    try {
      Message question = NatsMessage.builder().subject(subject).headers(headers).data(body).build();
      return outstanding
          .add(bus.connection().requestWithTimeout(question, limit))
          .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
          .handle(
              (answer, failure) -> {
                if (failure != null) {
                  throw new CompletionException(unanswered(key, failure));
                }
                return answered.apply(answer);
              });
    } catch (IllegalArgumentException e) {
      // jnats's only other reason is a subject that is not valid, and keys are.
      return failed(key, StoreException.Kind.TOO_LARGE, e);
    } catch (BusException | IllegalStateException e) {
      return failed(key, StoreException.Kind.NOT_DONE, e);
    }
  }

  private <R> CompletionStage<R> failed(String key, StoreException.Kind kind, RuntimeException e) {
    return CompletableFuture.failedStage(new StoreException(at(key) + e.getMessage(), kind, e));
  }

  private StoreException refused(String key, @Nullable String words) {
    return new StoreException(at(key) + words, StoreException.Kind.NOT_DONE, null);
  }

  private StoreException unanswered(String key, Throwable failure) {
    Throwable cause = StageFailure.cause(failure);
    if (cause instanceof JetStreamStatusException) {
      return new StoreException(at(key) + "no such bucket", StoreException.Kind.NOT_DONE, cause);
    }
    String what =
        cause instanceof TimeoutException
            ? "no answer within " + DurationText.format(limit)
            : "no answer: " + cause;
    return new StoreException(at(key) + what, StoreException.Kind.UNKNOWN, cause);
  }

  private String at(String key) {
    return bucket.bucketName() + "/" + key + ": ";
  }

  // Named as the API of JetStream wants it.
  @SuppressWarnings("unused")
  private record LastOf(String last_by_subj) {}

  // Named as the API of JetStream wants it.
  @SuppressWarnings("unused")
  private record Erase(long seq, boolean no_erase) {}
}
