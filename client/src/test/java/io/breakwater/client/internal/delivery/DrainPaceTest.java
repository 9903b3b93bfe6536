package io.breakwater.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drains to a server that stands still now and then, on a clock of their own. */
class DrainPaceTest {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;
  private static final long STEP = MILLI / 5;

  /** A server that reads what has come, unless it stands still, and answers a moment later. */
  private static final class Server {
    private final Deque<Long> sent = new ArrayDeque<>();
    private final Deque<Long> answers = new ArrayDeque<>();
    private final Deque<Long> lately = new ArrayDeque<>();
    private final long answerNanos;
    private int read;
    private int busiest;

    private Server(long answerNanos) {
      this.answerNanos = answerNanos;
    }

    void read(long now) {
      while (!sent.isEmpty() && sent.peekFirst() + answerNanos / 2 <= now) {
        sent.removeFirst();
        answers.addLast(now + answerNanos / 2);
        lately.addLast(now);
        read++;
      }
      while (!lately.isEmpty() && lately.peekFirst() <= now - 100 * MILLI) {
        lately.removeFirst();
      }
      busiest = Math.max(busiest, lately.size());
    }

    int unanswered(long now) {
      while (!answers.isEmpty() && answers.peekFirst() <= now) {
        answers.removeFirst();
      }
      return sent.size() + answers.size();
    }
  }

  private static Server drain(double perSecond, long answerNanos, long stillNanos) {
    Random random = new Random(7);
    DrainPace pace = new DrainPace(perSecond, 0);
    Server server = new Server(answerNanos);
    long stillUntil = 0;
    long pumpSleepsUntil = 0;
    for (long now = 0; now < 20 * SECOND; now += STEP) {
      if (stillNanos > 0 && random.nextInt(5_000) == 0) {
        stillUntil = now + (long) (random.nextDouble() * stillNanos);
      }
      if (now >= stillUntil) {
        server.read(now);
      }
      if (now >= pumpSleepsUntil) {
        while (server.unanswered(now) < pace.window(answerNanos) && pace.take(now)) {
          server.sent.addLast(now);
        }
        pumpSleepsUntil = now + (random.nextInt(200) == 0 ? 40 : 2) * MILLI;
      }
    }
    return server;
  }

  /** 10,000 a second, 0.3 s of standstill: it was 2,279 in 100 ms with a window of 1,024. */
  @ParameterizedTest
  @CsvSource({"10000, 1", "10000, 40", "1000, 1", "1000, 10", "100000, 2"})
  void serverThatStoodStill_findsNoPileBeforeIt(double perSecond, long answerMillis) {
    Server server = drain(perSecond, answerMillis * MILLI, 300 * MILLI);
    assertThat((double) server.busiest).isLessThanOrEqualTo(1.2 * perSecond / 10);
  }

  @ParameterizedTest
  @CsvSource({"10000, 1", "10000, 40", "1000, 1", "1000, 10", "100000, 2"})
  void serverThatAnswers_isSentTheRate_howeverLongItsAnswersTake(
      double perSecond, long answerMillis) {
    Server server = drain(perSecond, answerMillis * MILLI, 0);
    assertThat(server.read / 20.0).isBetween(0.85 * perSecond, perSecond);
  }

  /** A bus that had just begun to publish knew too small a rate, and was never done. */
  @Test
  void rateThatRises_isSentFromThenOn() {
    DrainPace pace = new DrainPace(1_000, 0);
    pace.rate(10_000, SECOND);
    int sent = 0;
    for (long now = SECOND; now < 2 * SECOND; now += MILLI) {
      while (pace.take(now)) {
        sent++;
      }
    }
    assertThat(sent).isBetween(9_900, 10_100);
    assertThat(pace.window(0)).isEqualTo(80);
  }

  @Test
  void slowestDrain_hasTwoMessagesOnTheirWay() {
    assertThat(new DrainPace(1, 0).window(0)).isEqualTo(2);
  }
}
