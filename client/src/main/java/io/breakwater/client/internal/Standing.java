package io.breakwater.client.internal;

import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Which connection of a bus stands, if any does, and who is told of it. Changed by one thread at a
 * time; never blocks.
 */
final class Standing {
  private final ConnectionUser user;
  private volatile @Nullable Connection live;

  Standing(ConnectionUser user) {
    this.user = user;
  }

  /** The session's connection stands, or does so still. */
  void begins(Session by) {
    Connection connection = by.connection();
    if (connection == null) {
      // jnats's word comes before its first connection does.
      ends();
      return;
    }
    live = connection;
    user.stands(connection, by.pool()::reads);
  }

  /** The connection is about to be left. */
  void leaves() {
    live = null;
    user.leaving();
  }

  /** No connection stands any more, or again none. */
  void ends() {
    live = null;
    user.ended();
  }

  /** Returns the connection while it stands, else null. */
  @Nullable Connection live() {
    return live;
  }
}
