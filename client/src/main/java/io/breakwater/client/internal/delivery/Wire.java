package io.breakwater.client.internal.delivery;

/** What carries a connection from one reconnect to the next: a socket, seen from outside. */
public interface Wire {
  /** Returns how often the server has sent something. */
  long reads();

  /**
   * Returns if the connection still uses this one: jnats's word that a connection has ended may
   * come when the next one has long been made.
   */
  boolean inUse();
}
