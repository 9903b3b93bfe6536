package io.breakwater.client.internal.consume;

import io.breakwater.client.ConsumerSpec;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.util.Set;

/**
 * Puts messages where somebody looks after them. The letter has the message's body and headers, but
 * for those that instruct the server, and says why, from where and how often. Its id is that of the
 * delivery's stream and sequence, so that a repetition is stored once.
 */
final class DeadLetters {
  private static final String CONTROL = "nats-";
  private static final int REASON_LIMIT = 512;

  private final ConsumerSpec spec;

  DeadLetters(ConsumerSpec spec) {
    this.spec = spec;
  }

  /**
   * Returns when a stream has the letter.
   *
   * @throws IOException if none is known to have it
   */
  void put(Connection connection, Message message, String reason)
      throws IOException, JetStreamApiException {
    NatsJetStreamMetaData from = message.metaData();
    Headers headers = copied(message);
    headers.put("Breakwater-Reason", printable(reason));
    headers.put("Breakwater-Stream", spec.stream());
    headers.put("Breakwater-Consumer", spec.durable());
    headers.put("Breakwater-Subject", message.getSubject());
    headers.put("Breakwater-Sequence", Long.toString(from.streamSequence()));
    headers.put("Breakwater-Stored-At", from.timestamp().toInstant().toString());
    headers.put("Breakwater-Deliveries", Long.toString(from.deliveredCount()));
    NatsMessage letter =
        NatsMessage.builder()
            .subject(spec.deadLetter())
            .headers(headers)
            .data(message.getData())
            .build();
    String id =
        String.join(
            ".",
            spec.stream(),
            spec.durable(),
            Long.toString(from.streamSequence()),
            Long.toString(from.timestamp().toInstant().toEpochMilli()));
    connection
        .jetStream(JetStreamApi.OPTIONS)
        .publish(letter, PublishOptions.builder().messageId(id).build());
  }

  private static Headers copied(Message message) {
    Headers copy = new Headers();
    Headers headers = message.getHeaders();
    if (headers != null) {
      Set<String> names = headers.keySet();
      names.stream()
          .filter(name -> !name.regionMatches(true, 0, CONTROL, 0, CONTROL.length()))
          .forEach(name -> copy.put(name, headers.get(name)));
      String id = headers.getFirst("Nats-Msg-Id");
      if (id != null) {
        copy.put("Breakwater-Message-Id", id);
      }
    }
    return copy;
  }

  /** A header is one line of ASCII. */
  private static String printable(String reason) {
    String line = reason.replaceAll("[^\\x20-\\x7e]", "?").strip();
    return line.length() <= REASON_LIMIT ? line : line.substring(0, REASON_LIMIT);
  }
}
