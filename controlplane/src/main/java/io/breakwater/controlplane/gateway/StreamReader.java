package io.breakwater.controlplane.gateway;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.PullRequestOptions;
import io.nats.client.Subscription;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.support.NatsJetStreamConstants;
import io.nats.client.support.Status;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Reads a stream from one place on, in portions: so many messages, and so many bytes, that are
 * asked for when there is room for them and not before. For one thread.
 *
 * <p>It asks in JetStream's own words, each time with an address of its own, so that an answer to
 * the question before is not taken for one to this; jnats's pull subscriptions do not say which
 * question a status belongs to, nor tell an empty stream from a broker that is silent.
 */
final class StreamReader implements AutoCloseable {
  /**
   * A message of the largest size, 1 MiB unless a server is told otherwise, and what is round it.
   */
  static final int PORTION_BYTES = (1 << 20) + (64 << 10);

  /** No more messages than that at a time. */
  static final int PORTION = 100;

  private final Ask ask;
  private final Connection connection;
  private final String question;
  private final String goodbye;
  private final String inbox;
  private final Subscription answers;
  private long questions;
  private long pending;

  private StreamReader(Ask ask, Connection connection, ConsumerInfo consumer) {
    this.ask = ask;
    this.connection = connection;
    question = api(NatsJetStreamConstants.JSAPI_CONSUMER_MSG_NEXT, consumer);
    goodbye = api(NatsJetStreamConstants.JSAPI_CONSUMER_DELETE, consumer);
    pending = consumer.getCalculatedPending();
    inbox = connection.createInbox() + ".";
    answers = connection.subscribe(inbox + "*");
  }

  private static String api(String call, ConsumerInfo of) {
    return "$JS.API." + String.format(call, of.getStreamName(), of.getName());
  }

  /**
   * Begins to read.
   *
   * @param subject which messages, with NATS's wildcards
   * @param from the first sequence, from 1
   * @param idle how long it may rest before the server forgets it
   */
  static StreamReader open(
      Ask ask, String stream, String subject, long from, Duration idle, Deadline deadline)
      throws IOException, JetStreamApiException {
    ConsumerConfiguration consumer =
        ConsumerConfiguration.builder()
            .filterSubject(subject)
            .ackPolicy(AckPolicy.None)
            .deliverPolicy(DeliverPolicy.ByStartSequence)
            .startSequence(from)
            .inactiveThreshold(idle)
            .build();
    return new StreamReader(
        ask, ask.bus().connection(), ask.streams(deadline).addOrUpdateConsumer(stream, consumer));
  }

  /**
   * Reads a portion, oldest first.
   *
   * @param most how many messages at most
   * @return if there was more when the last of them was sent
   * @throws IOException if there should be more and nothing comes, or others read too much for this
   *     one to be let in by the deadline
   */
  boolean read(int most, Deadline deadline, Consumer<Message> reader) throws IOException {
    if (pending > 0 && readNow(most, deadline, reader) == 0 && pending > 0) {
      throw new IOException("the stream has fallen silent");
    }
    return pending > 0;
  }

  /**
   * Reads what there is by now, which may have come after {@link #open}.
   *
   * @return how many messages there were
   * @throws IOException if the server does not answer, or does not know of this reader any more, or
   *     others read too much for this one to be let in by the deadline
   */
  int readNow(int most, Deadline deadline, Consumer<Message> reader) throws IOException {
    int batch = Math.min(most, PORTION);
    try (ReadingRoom.Place place = ask.room().take(PORTION_BYTES, deadline)) {
      String address = inbox + ++questions;
      connection.publish(
          question,
          address,
          PullRequestOptions.builder(batch).maxBytes(PORTION_BYTES).noWait().build().serialize());
      int count = 0;
      do {
        Message message = answers.nextMessage(deadline.left());
        if (message == null) {
          throw new IOException(
              "the broker has not answered within " + deadline.limit().toMillis() + " ms");
        }
        if (!message.isStatusMessage()) {
          count++;
          pending = message.metaData().pendingCount();
          reader.accept(message);
        } else if (message.getSubject().equals(address) && ends(message.getStatus())) {
          if (message.getStatus().getCode() == Status.NOT_FOUND_CODE) {
            // What there was when it was counted has been taken away since.
            pending = 0;
          }
          break;
        }
      } while (count == 0 || (count < batch && pending > 0));
      return count;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the gateway is stopping");
    }
  }

  private static boolean ends(Status status) throws IOException {
    if (status.getCode() == Status.NO_RESPONDERS_CODE) {
      throw new IOException("the server does not know of the reader any more");
    }
    return !status.isHeartbeat();
  }

  /** The server forgets it at once, and not when its time is over: there may be many in that. */
  @Override
  public void close() {
    try {
      answers.unsubscribe();
      connection.publish(goodbye, inbox + "goodbye", new byte[0]);
    } catch (IllegalStateException | IllegalArgumentException e) {
      // Gone with its connection; the server forgets it.
    }
  }
}
