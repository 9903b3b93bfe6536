package io.breakwater.policy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/**
 * A model of a broker that is back, and of the clients that dial it: all handshakes share its
 * processors, and it goes on with those whose clients have hung up. Handshakes cost the same, so
 * that they end in the order in which they began.
 */
final class BusyBroker {
  private static final double CORES = 2;
  private static final double NANOS_PER_SECOND = 1e9;

  private final SpreadSchedule[] schedules;
  private final double handshakesPerNano;
  private final long timeoutNanos;
  private final int[] levels;
  private final PriorityQueue<Moment> moments =
      new PriorityQueue<>(Comparator.comparingLong(Moment::at));
  private final Deque<Handshake> handshakes = new ArrayDeque<>();
  private double shareDone;
  private long now;

  private record Moment(long at, int member, boolean dials) {}

  private record Handshake(int member, double doneAt, long hangsUpAt) {}

  BusyBroker(SpreadSchedule[] schedules, double rate, Duration timeout) {
    this.schedules = schedules;
    handshakesPerNano = rate / NANOS_PER_SECOND;
    timeoutNanos = timeout.toNanos();
    levels = new int[schedules.length];
  }

  /** Returns the nanoseconds from a moment, when it is back, until the last is connected. */
  long recovery(long up) {
    now = up;
    for (int member = 0; member < levels.length; member++) {
      await(member, 0);
    }
    boolean[] connected = new boolean[levels.length];
    int missing = levels.length;
    while (missing > 0) {
      long done = nextDone();
      if (!moments.isEmpty() && moments.peek().at() < done) {
        Moment moment = moments.poll();
        advance(moment.at());
        if (moment.dials()) {
          dial(moment.member());
        } else if (!connected[moment.member()]) {
          levels[moment.member()] =
              SitOut.next(levels[moment.member()], AttemptOutcome.OVERLOADED, false);
          await(moment.member(), 1);
        }
      } else {
        advance(done);
        Handshake handshake = handshakes.remove();
        if (handshake.hangsUpAt() > now) {
          connected[handshake.member()] = true;
          missing--;
        }
      }
    }
    return now - up;
  }

  private void await(int member, int attempt) {
    long wait = schedules[member].nextWaitNanos(attempt, 0, levels[member], now, 0);
    moments.add(new Moment(now + wait, member, true));
  }

  private void dial(int member) {
    handshakes.add(new Handshake(member, shareDone + 1, now + timeoutNanos));
    moments.add(new Moment(now + timeoutNanos, member, false));
  }

  /** How much of each handshake is done in a nanosecond. */
  private double pace() {
    return handshakesPerNano / Math.max(CORES, handshakes.size());
  }

  private long nextDone() {
    return handshakes.isEmpty()
        ? Long.MAX_VALUE
        : now + (long) Math.ceil((handshakes.peek().doneAt() - shareDone) / pace());
  }

  private void advance(long to) {
    shareDone += (to - now) * pace();
    now = to;
  }
}
