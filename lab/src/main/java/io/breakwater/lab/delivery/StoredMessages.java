package io.breakwater.lab.delivery;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** A stream as it is on the broker, made and read without the clients under test. */
final class StoredMessages {
  static final String STREAM = "LOAD";

  private static final Duration SILENCE = Duration.ofSeconds(20);

  private StoredMessages() {}

  /**
   * Makes the stream.
   *
   * @throws IOException if the broker does not answer, or refuses
   */
  static void create(String url, String subject) throws IOException, InterruptedException {
    try (Connection nats = JnatsPublisher.connect(url, "drill")) {
      nats.jetStreamManagement()
          .addStream(StreamConfiguration.builder().name(STREAM).subjects(subject).build());
    } catch (JetStreamApiException e) {
      throw new IOException(e);
    }
  }

  /**
   * Reads all that the stream has, in its order.
   *
   * @throws IOException if the broker does not answer, refuses, or falls silent before the end
   */
  static void read(String url, String subject, Consumer<Message> taker)
      throws IOException, InterruptedException {
    try (Connection nats = JnatsPublisher.connect(url, "drill")) {
      long stored = nats.jetStreamManagement().getStreamInfo(STREAM).getStreamState().getMsgCount();
      JetStreamSubscription all =
          nats.jetStream()
              .subscribe(
                  subject, PushSubscribeOptions.builder().stream(STREAM).ordered(true).build());
      for (long i = 0; i < stored; i++) {
        Message message = all.nextMessage(SILENCE);
        if (message == null) {
          throw new IOException("the stream fell silent after %d of %d".formatted(i, stored));
        }
        taker.accept(message);
      }
    } catch (JetStreamApiException e) {
      throw new IOException(e);
    }
  }
}
