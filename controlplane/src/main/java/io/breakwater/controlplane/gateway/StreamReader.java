package io.breakwater.controlplane.gateway;

import io.nats.client.BaseConsumerContext;
import io.nats.client.Connection;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads a stretch of a stream, for one request. */
final class StreamReader {
  /** Records may be large: no more of them are under way at a time. */
  private static final int BATCH = 100;

  private final Connection connection;
  private final String stream;

  StreamReader(Connection connection, String stream) {
    this.connection = connection;
    this.stream = stream;
  }

  /** Returns the sequences that the stream has. */
  StreamState state() throws IOException, JetStreamApiException {
    return connection.jetStreamManagement().getStreamInfo(stream).getStreamState();
  }

  /**
   * Reads the messages from a sequence on, oldest first, as far as the stream goes now.
   *
   * @param most how many at most, from 1
   */
  void read(long from, int most, Consumer<Message> reader)
      throws IOException, JetStreamApiException, InterruptedException {
    BaseConsumerContext consumer =
        connection
            .getStreamContext(stream)
            .createOrderedConsumer(new OrderedConsumerConfiguration().startSequence(from));
    int left = most;
    while (left > 0) {
      int batch = Math.min(left, BATCH);
      int read = fetch(consumer, batch, reader);
      if (read < batch) {
        return;
      }
      left -= read;
    }
  }

  private static int fetch(BaseConsumerContext consumer, int batch, Consumer<Message> reader)
      throws IOException, JetStreamApiException, InterruptedException {
    int read = 0;
    try (FetchConsumer fetch =
        consumer.fetch(FetchConsumeOptions.builder().maxMessages(batch).noWait().build())) {
      for (Message message = fetch.nextMessage(); message != null; message = fetch.nextMessage()) {
        reader.accept(message);
        read++;
      }
      return read;
    } catch (IOException | JetStreamApiException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
