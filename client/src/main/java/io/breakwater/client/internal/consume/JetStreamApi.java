package io.breakwater.client.internal.consume;

import io.breakwater.client.BusException;
import io.breakwater.client.JetStreamNotEnabledException;
import io.breakwater.client.JetStreamRefusedException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.JetStreamStatusException;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamInfoOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The questions to JetStream, and what its answers mean: {@link IOException} for what may pass by
 * itself, one of our exceptions for a no. Blocks.
 */
final class JetStreamApi {
  /** For what is to be changed: a cluster agrees on it within some seconds, or not at all. */
  static final JetStreamOptions OPTIONS =
      JetStreamOptions.builder().requestTimeout(Duration.ofSeconds(5)).build();

  // Codes of nats-server, server/errors.json.
  private static final int NOT_ENABLED_FOR_ACCOUNT = 10039;
  private static final int NOT_ENABLED = 10076;
  private static final int NO_CONSUMER = 10014;
  private static final int NO_STREAM = 10059;
  private static final int UNAVAILABLE = 503;

  private final Connection connection;
  private final JetStreamManagement questions;
  private final JetStreamManagement changes;
  private final Patience patience;
  private final String what;

  /**
   * Creates the questions of one asker.
   *
   * @param what who asks, for exceptions
   * @param patience how long to wait for answers, as the asker has learnt
   */
  JetStreamApi(Connection connection, String what, Patience patience) throws IOException {
    this.connection = connection;
    this.what = what;
    this.patience = patience;
    questions =
        connection.jetStreamManagement(
            JetStreamOptions.builder().requestTimeout(patience.limit()).build());
    changes = connection.jetStreamManagement(OPTIONS);
  }

  Optional<StreamInfo> stream(String name) throws IOException, InterruptedException {
    return found(NO_STREAM, () -> questions.getStreamInfo(name));
  }

  Optional<ConsumerInfo> consumer(String stream, String name)
      throws IOException, InterruptedException {
    return found(NO_CONSUMER, () -> questions.getConsumerInfo(stream, name));
  }

  /** Returns the names of the streams that cover a subject. */
  List<String> covering(String subject) throws IOException, InterruptedException {
    return ask(() -> questions.getStreamNames(subject));
  }

  /** Returns if a stream has messages whose subject a filter matches. */
  boolean has(String stream, String filter) throws IOException, InterruptedException {
    return !ask(() -> questions.getStreamInfo(stream, StreamInfoOptions.filterSubjects(filter)))
        .getStreamState()
        .getSubjects()
        .isEmpty();
  }

  void create(StreamConfiguration stream) throws IOException, InterruptedException {
    ask(() -> changes.addStream(stream));
  }

  ConsumerInfo create(String stream, ConsumerConfiguration consumer)
      throws IOException, InterruptedException {
    return ask(() -> changes.addOrUpdateConsumer(stream, consumer));
  }

  void delete(String stream, String consumer) throws IOException, InterruptedException {
    var unused = found(NO_CONSUMER, () -> changes.deleteConsumer(stream, consumer));
  }

  private <T> Optional<T> found(int missing, Question<T> question)
      throws IOException, InterruptedException {
    try {
      return Optional.of(question.ask());
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == missing) {
        return Optional.empty();
      }
      throw meaning(e);
    } catch (IOException e) {
      throw unanswered(e);
    }
  }

  private <T> T ask(Question<T> question) throws IOException, InterruptedException {
    try {
      return question.ask();
    } catch (JetStreamApiException e) {
      throw meaning(e);
    } catch (IOException e) {
      throw unanswered(e);
    }
  }

  private BusException meaning(JetStreamApiException answer) throws IOException {
    int code = answer.getApiErrorCode();
    if (code == NOT_ENABLED || code == NOT_ENABLED_FOR_ACCOUNT) {
      return new JetStreamNotEnabledException(what);
    }
    if (answer.getErrorCode() == UNAVAILABLE) {
      throw new IOException(answer.getErrorDescription());
    }
    return new JetStreamRefusedException(what, answer.getErrorDescription());
  }

  /** jnats says nothing else when nobody is there to answer: a server without JetStream. */
  private IOException unanswered(IOException timeout) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Duration limit = patience.limit();
    patience.unanswered();
    try {
      connection
          .requestWithTimeout(OPTIONS.getPrefix() + "INFO", new byte[0], limit)
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof JetStreamStatusException) {
        throw new JetStreamNotEnabledException(what);
      }
    } catch (TimeoutException | RuntimeException e) {
      // No connection, or no answer here either: the first failure says enough.
      timeout.addSuppressed(e);
    }
    return timeout;
  }

  private interface Question<T> {
    T ask() throws IOException, JetStreamApiException;
  }
}
