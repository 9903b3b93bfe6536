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

  private static final long ANY = Long.MIN_VALUE;
  private static final long NONE = Long.MAX_VALUE;
  private static final long DAY_NANOS = 86_400_000_000_000L;

  private final Publishing publishing;
  private final Runnable confirmed;
  private final Runnable sample;
  private final Worker worker;

  /**
   * From this number on, a message wakes the thread: {@link #ANY} while nothing is unconfirmed,
   * {@link #NONE} while it is about to ask. One field, since each publish reads it.
   */
  private volatile long wakesFrom = ANY;

  private long askedNanos = System.nanoTime() - PERIOD_NANOS;

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
   * Called for each message; reads one field where nothing is to be done. Who wakes the thread
   * notes that it is awake, so that the thousands that come before it runs need not.
   */
  void published(Lane lane, long number, int length) {
    long from = wakesFrom;
    if (number >= from || (lane.hasManyLarge(length) && from != NONE)) {
      wakesFrom = NONE;
      worker.wake();
    }
  }

  private void turn() {
    Lane lane = publishing.lane();
    if (lane == null || unconfirmed(lane) == 0) {
      wakesFrom = ANY;
      Lane again = publishing.lane();
      if (again == null || unconfirmed(again) == 0) {
        worker.sleep(DAY_NANOS);
      }
      wakesFrom = NONE;
      return;
    }
    sample.run();
    long wait = PERIOD_NANOS - (System.nanoTime() - askedNanos);
    if (wait > 0 && !lane.hasMany(publishing.pushedUpTo(lane))) {
      wakesFrom = lane.manyFrom();
      worker.sleep(wait);
      wakesFrom = NONE;
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
