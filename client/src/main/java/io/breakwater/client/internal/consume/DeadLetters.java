package io.breakwater.client.internal.consume;

import io.breakwater.client.ConsumerSpec;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/**
 * Puts messages where somebody looks after them. The letter has the message's body and headers, but
 * for those that instruct the server, and says why, from where and how often. Its id is that of the
 * delivery's stream and sequence, so that a repetition is stored once. Of a message that is too long
 * with all that, the letter has what fits, and says so.
 */
final class DeadLetters {
  private static final String CONTROL = "nats-";
  private static final int REASON_LIMIT = 512;
  private static final String MESSAGE_ID = "Nats-Msg-Id";
  private static final String OMITTED = "Breakwater-Omitted";

  // Of nats-server, server/errors.json: longer than the stream's max_msg_size.
  private static final int TOO_LONG = 10054;

  private final ConsumerSpec spec;

  DeadLetters(ConsumerSpec spec) {
    this.spec = spec;
  }

  /**
   * Returns when a stream has the letter: what it leaves out of the message, or nothing.
   *
   * @throws IOException if none is known to have it
   */
  String put(Connection connection, Message message, String reason)
      throws IOException, JetStreamApiException {
    long limit = connection.getMaxPayload();
    try {
      return put(connection, message, reason, limit <= 0 ? Long.MAX_VALUE : limit);
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != TOO_LONG) {
        throw e;
      }
      // Its stream takes less than the server, and does not say how much.
      return put(connection, message, reason, 0);
    }
  }

  private String put(Connection connection, Message message, String reason, long limit)
      throws IOException, JetStreamApiException {
    byte[] body = message.getData();
    Headers headers = copied(message);
    tell(headers, message, reason);
    String omitted = "";
    if (headers.serializedLength() + (long) body.length > limit) {
      headers = new Headers();
      tell(headers, message, reason);
      omitted = "its headers";
      headers.put(OMITTED, omitted);
    }
    if (headers.serializedLength() + (long) body.length > limit) {
      headers.put(OMITTED, headersAndAfter(body.length, body.length));
      int room = (int) Math.max(0, limit - headers.serializedLength());
      omitted = headersAndAfter(room, body.length);
      headers.put(OMITTED, omitted);
      body = Arrays.copyOf(body, room);
    }
    connection
        .jetStream(JetStreamApi.OPTIONS)
        .publish(
            NatsMessage.builder().subject(spec.deadLetter()).headers(headers).data(body).build());
    return omitted;
  }

  private static String headersAndAfter(int room, int length) {
    return "its headers, and its body after " + room + " of " + length + " bytes";
  }

  private static Headers copied(Message message) {
    Headers copy = new Headers();
    Headers headers = message.getHeaders();
    if (headers != null) {
      Set<String> names = headers.keySet();
      names.stream()
          .filter(name -> !name.regionMatches(true, 0, CONTROL, 0, CONTROL.length()))
          .forEach(name -> copy.put(name, headers.get(name)));
    }
    return copy;
  }

  private void tell(Headers headers, Message message, String reason) {
    NatsJetStreamMetaData from = message.metaData();
    String sequence = Long.toString(from.streamSequence());
    Instant stored = from.timestamp().toInstant();
    headers.put("Breakwater-Reason", printable(reason));
    headers.put("Breakwater-Stream", spec.stream());
    headers.put("Breakwater-Consumer", spec.durable());
    headers.put("Breakwater-Subject", message.getSubject());
    headers.put("Breakwater-Sequence", sequence);
    headers.put("Breakwater-Stored-At", stored.toString());
    headers.put("Breakwater-Deliveries", Long.toString(from.deliveredCount()));
    Headers own = message.getHeaders();
    String id = own == null ? null : own.getFirst(MESSAGE_ID);
    if (id != null) {
      headers.put("Breakwater-Message-Id", id);
    }
    headers.put(
        MESSAGE_ID,
        String.join(
            ".",
            spec.stream(),
            spec.durable(),
            sequence,
            Long.toString(stored.toEpochMilli())));
  }

  /** A header is one line of ASCII. */
  private static String printable(String reason) {
    String line = reason.replaceAll("[^\\x20-\\x7e]", "?").strip();
    return line.length() <= REASON_LIMIT ? line : line.substring(0, REASON_LIMIT);
  }
}
