package io.breakwater.lab.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A steady load: each publisher hands in its share, from a thread of its own. A publisher that was
 * held up makes up for a tenth of a second and no more, so that no storm is the load's own.
 */
final class Load implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MADE_UP_SECONDS = 0.1;
  private static final long STEP_NANOS = 1_000_000L;
  private static final long JOIN_MILLIS = 10_000;

  private final double perSecond;
  private final Bins accepted;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /**
   * Creates a load.
   *
   * @param perSecond of each publisher
   * @param accepted where accepted messages are counted
   */
  Load(double perSecond, Bins accepted) {
    this.perSecond = perSecond;
    this.accepted = accepted;
  }

  /** Starts the load of a publisher, whose messages begin with that sequence. */
  void start(Publisher publisher, Told told, int firstSequence) {
    Thread thread =
        new Thread(
            () -> run(publisher, told, firstSequence),
            "breakwater-lab-load-" + (threads.size() + 1));
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void run(Publisher publisher, Told told, int firstSequence) {
    double perNano = perSecond / NANOS_PER_SECOND;
    double most = Math.max(1, perSecond * MADE_UP_SECONDS);
    long last = System.nanoTime();
    double due = 0;
    int sequence = firstSequence;
    while (!stopped) {
      long now = System.nanoTime();
      due = Math.min(most, due + (now - last) * perNano);
      last = now;
      for (; due >= 1 && !stopped; due--) {
        try {
          publisher.send(sequence);
          accepted.add(Instant.now());
        } catch (RuntimeException e) {
          told.refused();
        }
        sequence++;
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }

  /** Hands nothing more in, and returns when nobody is at it any more. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join(JOIN_MILLIS);
    }
  }

  @Override
  public void close() {
    stopped = true;
  }
}
