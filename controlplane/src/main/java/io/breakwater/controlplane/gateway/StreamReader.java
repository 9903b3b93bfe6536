package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.store.Bucket;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Reads a stretch of a bucket's stream, for one request. */
final class StreamReader {
  /** Records may be large: no more of them are under way at a time. */
  private static final int BATCH = 100;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Connection connection;
  private final Bucket bucket;

  StreamReader(Connection connection, Bucket bucket) {
    this.connection = connection;
    this.bucket = bucket;
  }

  /** Returns the sequences that the stream has. */
  StreamState state() throws IOException, JetStreamApiException {
    return connection.jetStreamManagement().getStreamInfo(bucket.stream()).getStreamState();
  }

  /**
   * Reads the messages from a sequence on, oldest first, as far as the stream goes now.
   *
   * @param from where to begin, from 1
   * @param most how many at most, from 1
   */
  void read(long from, int most, Consumer<Message> reader)
      throws IOException, JetStreamApiException {
    JetStreamSubscription subscription =
        connection.jetStream().subscribe(bucket.subject(">"), pullFrom(from));
    try {
      long left = Math.min(most, subscription.getConsumerInfo().getCalculatedPending());
      while (left > 0) {
        int batch = (int) Math.min(left, BATCH);
        List<Message> messages = subscription.fetch(batch, PATIENCE);
        messages.forEach(reader);
        if (messages.size() < batch) {
          throw new IOException(bucket.bucketName() + " has fallen silent");
        }
        left -= batch;
      }
    } finally {
      subscription.unsubscribe();
    }
  }

  private PullSubscribeOptions pullFrom(long from) {
    return PullSubscribeOptions.builder().stream(bucket.stream())
        .configuration(
            ConsumerConfiguration.builder()
                .ackPolicy(AckPolicy.None)
                .deliverPolicy(DeliverPolicy.ByStartSequence)
                .startSequence(from)
                .inactiveThreshold(PATIENCE.multipliedBy(2))
                .build())
        .build();
  }
}
