package io.breakwater.client.internal.consume;

import io.breakwater.client.ConsumerSpec;
import io.breakwater.client.internal.delivery.Discarded;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.PullRequestOptions;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.nats.client.support.Status;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches on one line, into an inbox of its own: what an earlier line asked for cannot come in
 * here. All but the arrivals happens on the consumer's thread.
 */
final class Intake {
  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  private final Line line;
  private final Connection connection;
  private final String fetchSubject;
  private final String inbox;
  private final Consumer<Message> arrived;
  private final Runnable answered;
  private final Dispatcher dispatcher;
  private final Pulls pulls = new Pulls();
  private volatile @Nullable String refusal;

  /**
   * Opens the inbox.
   *
   * @param arrived takes each message; must not block
   * @param answered called after each answer of the server
   */
  Intake(Established established, ConsumerSpec spec, Consumer<Message> arrived, Runnable answered) {
    line = established.line();
    connection = line.connection();
    this.arrived = arrived;
    this.answered = answered;
    fetchSubject =
        JetStreamApi.OPTIONS.getPrefix()
            + String.format(
                NatsJetStreamConstants.JSAPI_CONSUMER_MSG_NEXT, spec.stream(), spec.durable());
    inbox = connection.createInbox() + ".";
    dispatcher = connection.createDispatcher(this::answer);
    dispatcher.subscribe(inbox + "*");
  }

  /** Asks for messages. */
  void fetch(int messages) {
    String id = pulls.began(messages, System.nanoTime());
    byte[] request =
        PullRequestOptions.builder(messages)
            .expiresIn(Pulls.EXPIRES)
            .idleHeartbeat(Pulls.HEARTBEAT)
            .build()
            .serialize();
    Discarded.publish(connection, fetchSubject, inbox + id, null, request);
  }

  /** Returns how many messages were asked for and may still come. */
  long outstanding() {
    return pulls.outstanding();
  }

  /** Returns why no more messages will come; null if they may. */
  @Nullable String broken() {
    return pulls.overdue(System.nanoTime()) ? "the server does not answer fetches" : refusal;
  }

  private void answer(Message message) {
    if (!message.isStatusMessage()) {
      arrived.accept(message);
      pulls.received();
    } else {
      said(message);
    }
    answered.run();
  }

  private void said(Message message) {
    Status status = message.getStatus();
    if (status.isHeartbeat()) {
      pulls.heard();
      return;
    }
    String id = message.getSubject().substring(inbox.length());
    pulls.ended(id, left(message.getHeaders()));
    if (status.getCode() != Status.REQUEST_TIMEOUT_CODE
        && status.getCode() != Status.NOT_FOUND_CODE) {
      refusal = status.getMessage();
    }
  }

  private static int left(@Nullable Headers headers) {
    String left =
        headers == null ? null : headers.getFirst(NatsJetStreamConstants.NATS_PENDING_MESSAGES);
    try {
      return left == null ? -1 : Integer.parseInt(left);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Closes the inbox; what the server has sent by then still arrives. */
  void drain(Duration limit) throws InterruptedException {
    if (outstanding() == 0) {
      drop();
      return;
    }
    try {
      var unused = line.drain(dispatcher, limit).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      log.debug("the inbox did not drain", e);
      drop();
    }
  }

  /** Closes the inbox, whatever is in it. */
  void drop() {
    try {
      connection.closeDispatcher(dispatcher);
    } catch (IllegalArgumentException | IllegalStateException e) {
      log.trace("closed with its connection", e);
    }
  }
}
