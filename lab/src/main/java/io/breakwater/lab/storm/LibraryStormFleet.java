package io.breakwater.lab.storm;

import io.breakwater.lab.light.AttemptLog;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Connections of a real client library: opened a few at a time, closed side by side.
 *
 * @param <T> what one replica is
 */
abstract class LibraryStormFleet<T> implements StormFleet {
  private final AttemptLog log = new AttemptLog();
  private final Queue<T> opened = new ConcurrentLinkedQueue<>();
  private final int replicas;
  private final Closing.Close<T> closing;
  private final Starts starts;
  private volatile boolean closed;

  /**
   * Creates it; nothing is opened before {@link #start()}.
   *
   * @param threadName of those who open
   * @param closing what ends a replica
   */
  LibraryStormFleet(String threadName, int replicas, Closing.Close<T> closing) {
    this.replicas = replicas;
    this.closing = closing;
    starts = new Starts(threadName);
  }

  /** Opens a replica, hands it to {@link #keep}, and returns when it is connected or has failed. */
  abstract void open(int replica) throws InterruptedException;

  /** Takes a replica that is to be closed with the fleet, at once if that is closed already. */
  final void keep(T replica) throws InterruptedException {
    opened.add(replica);
    if (closed) {
      closing.close(replica);
    }
  }

  /** Returns the replicas that are open. */
  final List<T> replicas() {
    return List.copyOf(opened);
  }

  @Override
  public final void start() {
    starts.all(replicas, this::openOne);
  }

  private void openOne(int replica) {
    try {
      open(replica);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public final int connected() {
    return log.connected();
  }

  @Override
  public final AttemptLog log() {
    return log;
  }

  @Override
  public final void close() {
    closed = true;
    starts.close();
    Closing.all(replicas(), closing);
  }
}
