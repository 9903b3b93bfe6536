package io.breakwater.controlplane.gateway;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many bytes of whole records may be under way at a time, in all lists and event streams
 * together: a record may have half a MiB, of which an answer shows half a KiB. Who comes first is
 * served first. Thread-safe.
 */
final class ReadingRoom {
  private static final int UNIT = 1024;

  private final Semaphore units;

  /** Sets how many bytes there are for all. */
  ReadingRoom(int bytes) {
    units = new Semaphore(bytes / UNIT, true);
  }

  /** What somebody has taken, until it is closed. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes so many bytes, when others have given them back.
   *
   * @throws FullException if they have not by the deadline
   */
  Place take(int bytes, Deadline deadline) throws FullException, InterruptedException {
    int wanted = (bytes + UNIT - 1) / UNIT;
    if (!units.tryAcquire(wanted, deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
      throw new FullException();
    }
    return () -> units.release(wanted);
  }

  /** Others read all that may be read at a time. */
  static final class FullException extends java.io.IOException {
    private static final long serialVersionUID = 1;

    FullException() {
      super("other lists and event streams read as many records as may be read at a time");
    }
  }
}
