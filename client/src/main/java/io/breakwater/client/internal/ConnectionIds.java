package io.breakwater.client.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Names each connection of a fleet apart, for the slots of those whose rank is unknown. The
 * connection's name alone will not do: two processes of one service on one host have the same.
 */
final class ConnectionIds {
  private static final AtomicLong COUNT = new AtomicLong();

  private ConnectionIds() {}

  /** Returns an id that no other connection has, in this process or in another one. */
  static String next(String connectionName) {
    return connectionName + "/" + ProcessHandle.current().pid() + "/" + COUNT.incrementAndGet();
  }
}
