package io.breakwater.lab.delivery;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;

/**
 * Plain jnats, with its own durable consumer.
 *
 * @param publisher its publishing half
 */
record JnatsLossClient(Publisher publisher) implements LossClient {

  static LossClient open(String urls, int replicas, boolean repeats, Account account)
      throws IOException, InterruptedException {
    Connection nats = JnatsPublisher.connect(urls, "service");
    Publisher publisher =
        new JnatsPublisher(nats, Level.OUTBOX, LoadScene.SUBJECT, 0, repeats, account);
    try {
      nats.jetStreamManagement()
          .addStream(BusLossClient.stream(STREAM, LoadScene.SUBJECT, replicas));
      var unused =
          nats.getStreamContext(STREAM)
              .createOrUpdateConsumer(BusLossClient.consumer())
              .consume(
                  message -> {
                    account.delivered(Body.of(message.getData()).sequence());
                    message.ack();
                  });
    } catch (JetStreamApiException e) {
      publisher.close();
      throw new IOException("no stream or no consumer: " + e.getMessage(), e);
    }
    return new JnatsLossClient(publisher);
  }

  @Override
  public int madeAgain() {
    return -1;
  }

  @Override
  public void close() {
    publisher.close();
  }
}
