package io.breakwater.client.internal;

/** Is told of the attempts of one connection, on the thread that dials; must not block. */
interface AttemptObserver {

  /** An attempt has ended. */
  void ended(Attempt attempt, Attempt.Ended how);

  /** A server failed too often in a row and is removed. */
  void removed(ServerList.Server server, int remaining);

  /** The socket of the established connection has ended; called on the thread that saw it. */
  void portLost();

  /** No server is left, so there will be no more attempts. */
  void poolEmptied();
}
