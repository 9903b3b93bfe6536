package io.breakwater.controlplane.gateway;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullRequestOptions;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Reads a stream from one place on, in portions: so many messages, and so many bytes, that are
 * asked for when there is room for them and not before. For one thread.
 */
final class StreamReader implements AutoCloseable {
  /**
   * A message of the largest size, 1 MiB unless a server is told otherwise, and what is round it.
   */
  static final int PORTION_BYTES = (1 << 20) + (64 << 10);

  /** No more messages than that at a time. */
  static final int PORTION = 100;

  private final Ask ask;
  private final String stream;
  private final JetStreamSubscription subscription;
  private long pending;

  private StreamReader(Ask ask, String stream, JetStreamSubscription subscription) {
    this.ask = ask;
    this.stream = stream;
    this.subscription = subscription;
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
    Connection connection = ask.bus().connection();
    JetStreamSubscription subscription =
        connection
            .jetStream(Ask.options(deadline))
            .subscribe(
                subject,
                PullSubscribeOptions.builder().stream(stream)
                    .configuration(
                        ConsumerConfiguration.builder()
                            .ackPolicy(AckPolicy.None)
                            .deliverPolicy(DeliverPolicy.ByStartSequence)
                            .startSequence(from)
                            .inactiveThreshold(idle)
                            .build())
                    .build());
    try {
      StreamReader reader = new StreamReader(ask, stream, subscription);
      reader.pending = reader.info(deadline).getCalculatedPending();
      return reader;
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      subscription.unsubscribe();
      throw e;
    }
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
    if (pending > 0 && readNow(most, deadline, reader) == 0) {
      throw new IOException(
          deadline.passed()
              ? "the broker has not answered within " + deadline.limit().toMillis() + " ms"
              : "the stream has fallen silent");
    }
    return pending > 0;
  }

  /**
   * Reads what there is by now, which may have come after {@link #open}.
   *
   * @return how many messages there were
   * @throws IOException if others read too much for this one to be let in by the deadline
   */
  int readNow(int most, Deadline deadline, Consumer<Message> reader) throws IOException {
    int batch = Math.min(most, PORTION);
    try (ReadingRoom.Place place = ask.room().take(PORTION_BYTES, deadline)) {
      subscription.pull(PullRequestOptions.builder(batch).maxBytes(PORTION_BYTES).noWait().build());
      int count = 0;
      while (count < batch) {
        // Null is the end of the portion as the server says it, or that nothing comes.
        Message message = subscription.nextMessage(deadline.left());
        if (message == null) {
          break;
        }
        count++;
        pending = message.metaData().pendingCount();
        reader.accept(message);
        if (pending == 0) {
          break;
        }
      }
      return count;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the gateway is stopping");
    }
  }

  /**
   * Asks the server if it still knows of this reader.
   *
   * @throws JetStreamApiException if it does not
   */
  void check(Deadline deadline) throws IOException, JetStreamApiException {
    var unused = info(deadline);
  }

  private ConsumerInfo info(Deadline deadline) throws IOException, JetStreamApiException {
    return ask.streams(deadline).getConsumerInfo(stream, subscription.getConsumerName());
  }

  @Override
  public void close() {
    try {
      subscription.unsubscribe();
    } catch (IllegalStateException | IllegalArgumentException e) {
      // Gone with its connection; the server forgets it.
    }
  }
}
