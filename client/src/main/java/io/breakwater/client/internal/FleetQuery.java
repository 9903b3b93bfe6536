package io.breakwater.client.internal;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all servers of a tier about the connections of one's own account, as any user may who is not
 * denied it, and waits for their answers: one from each server.
 */
final class FleetQuery {
  private static final Logger log = LoggerFactory.getLogger(FleetQuery.class);

  private static final String SUBJECTS = "$SYS.REQ.ACCOUNT.PING.";

  /** How many connections; an answer has about 500 bytes. */
  static final String COUNT = SUBJECTS + "STATZ";

  /** Which connections; an answer has about 325 bytes for each, and at most 1,024 of them. */
  static final String LIST = SUBJECTS + "CONNZ";

  /** A server that takes longer to begin an answer is better left alone. */
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(3);

  /** How much later than the one before it the answer of another server may come. */
  private static final Duration FURTHER_ANSWER = Duration.ofMillis(500);

  /**
   * What came.
   *
   * @param bodies one of each server that answered
   * @param first how long the first took to come; of no meaning if there is none
   */
  record Answers(List<byte[]> bodies, Duration first) {
    static final Answers NONE = new Answers(List.of(), Duration.ZERO);
  }

  private final String subject;
  private volatile String inbox = "";
  private volatile boolean denied;

  /**
   * Creates a question, to be asked once.
   *
   * @param subject {@link #COUNT} or {@link #LIST}
   */
  FleetQuery(String subject) {
    this.subject = subject;
  }

  /**
   * Returns if the text reports that the broker does not let us ask this; from then on {@link
   * #denied()} holds.
   *
   * @param serverError an {@code -ERR} as it came
   */
  boolean isDenied(String serverError) {
    String reply = inbox;
    if (reply.isEmpty() || !(serverError.contains(subject) || serverError.contains(reply))) {
      return false;
    }
    denied = true;
    return true;
  }

  /** Returns if the broker has said that we may not ask this. */
  boolean denied() {
    return denied;
  }

  /**
   * Returns the answers; none if nobody answers, if it is denied, or if the connection does not
   * stand. Blocks for as long as there are answers to wait for.
   *
   * @throws InterruptedException if the connection is closed meanwhile
   */
  Answers ask(Connection connection) throws InterruptedException {
    List<byte[]> answers = new ArrayList<>();
    Duration first = Duration.ZERO;
    inbox = connection.createInbox();
    try {
      Subscription replies = connection.subscribe(inbox);
      try {
        long askedAt = System.nanoTime();
        connection.publish(subject, inbox, new byte[0]);
        Message answer = replies.nextMessage(FIRST_ANSWER);
        first = Duration.ofNanos(System.nanoTime() - askedAt);
        while (answer != null && !answer.isStatusMessage()) {
          answers.add(answer.getData());
          answer = replies.nextMessage(FURTHER_ANSWER);
        }
      } finally {
        replies.unsubscribe();
      }
    } catch (IllegalStateException e) {
      log.debug("fleet: the connection went while it was asked", e);
      return new Answers(List.of(), first);
    }
    return new Answers(answers, first);
  }
}
