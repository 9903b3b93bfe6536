package io.breakwater.client.internal.delivery;

import java.io.IOException;

/**
 * Asks the server, by PING, how far it has read what was published: ten times a second while
 * something is published, more often only if much is. The answer narrows what is reported if the
 * connection ends, and lets publishers go on. An idle bus asks nothing.
 */
final class Confirmations {
  private static final long PERIOD_NANOS = 100_000_000L;

  /**
   * After a PING that was not answered in time, the next is sent when the server says anything.
   * Each that is unanswered counts for jnats, which ends the connection at a few.
   */
  private static final long SILENCE_NANOS = 20_000_000_000L;

  private static final long DAY_NANOS = 86_400_000_000_000L;

  private final Publishing publishing;
  private final Runnable confirmed;
  private final Runnable sample;
  private final Worker worker;
  private volatile State state = State.IDLE;
  private long askedNanos = System.nanoTime() - PERIOD_NANOS;

  private enum State {
    /** Nothing is unconfirmed: the next message must wake it. */
    IDLE,
    /** Waits for the next time to ask: only many messages need wake it. */
    PAUSING,
    ASKING
  }

  /**
   * Creates it; its thread starts with the first message.
   *
   * @param confirmed runs after an answer that held messages may be waiting for
   * @param sample runs at each turn
   */
  Confirmations(String threadName, Publishing publishing, Runnable confirmed, Runnable sample) {
    this.publishing = publishing;
    this.confirmed = confirmed;
    this.sample = sample;
    worker = new Worker(threadName, this::turn);
  }

  /**
   * Called for each message; reads two fields where nothing is to be done. Who wakes the thread
   * notes that it is awake, so that the thousands that come before it runs need not.
   */
  void published(Lane lane, long number, int length) {
    State now = state;
    if (now == State.IDLE || (now == State.PAUSING && lane.hasMany(number, length))) {
      state = State.ASKING;
      worker.wake();
    }
  }

  private void turn() {
    Lane lane = publishing.lane();
    if (lane == null || unconfirmed(lane) == 0) {
      state = State.IDLE;
      Lane again = publishing.lane();
      if (again == null || unconfirmed(again) == 0) {
        worker.sleep(DAY_NANOS);
      }
      state = State.ASKING;
      return;
    }
    sample.run();
    long wait = PERIOD_NANOS - (System.nanoTime() - askedNanos);
    if (wait > 0 && !lane.hasMany(publishing.pushedUpTo(lane))) {
      state = State.PAUSING;
      worker.sleep(wait);
      state = State.ASKING;
    }
    ask(lane);
  }

  private long unconfirmed(Lane lane) {
    return publishing.pushedUpTo(lane) - lane.confirmed();
  }

  private void ask(Lane lane) {
    if (publishing.lane() != lane || worker.closed()) {
      return;
    }
    askedNanos = System.nanoTime();
    long number = publishing.pushedUpTo(lane);
    long large = lane.largeBytes();
    long reads = lane.reads();
    try {
      lane.connection().RTT();
      lane.confirm(number, large);
      if (!publishing.isStraight(lane)) {
        confirmed.run();
      }
    } catch (IOException e) {
      awaitWord(lane, reads);
    } catch (IllegalStateException e) {
      // jnats cancels what waits when the connection has ended; a lane that has, asks nothing more.
      worker.pause(PERIOD_NANOS);
    }
  }

  private void awaitWord(Lane lane, long reads) {
    long until = System.nanoTime() + SILENCE_NANOS;
    do {
      worker.pause(PERIOD_NANOS);
    } while (publishing.lane() == lane
        && lane.reads() == reads
        && System.nanoTime() - until < 0
        && !worker.closed());
  }

  void close() {
    worker.close();
    worker.interrupt();
  }
}
