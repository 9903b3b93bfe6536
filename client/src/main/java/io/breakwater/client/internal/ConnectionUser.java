package io.breakwater.client.internal;

import io.breakwater.client.Health;
import io.nats.client.Connection;
import java.util.function.LongSupplier;

/** Who uses the connections of a {@link BusLifecycle}, and is told of them. */
interface ConnectionUser {
  /** There is another connection; called on a thread that may block. */
  void made(int generation, Connection connection);

  /**
   * A connection stands, or does so still; must not block.
   *
   * @param reads rises whenever the server has sent something
   */
  void stands(Connection connection, LongSupplier reads);

  /**
   * The connection that stands is about to be left: nothing more is to go onto it. {@link #ended}
   * follows, or {@link #stands} if it is not left after all. Must not block.
   */
  void leaving();

  /** The server has read all that went onto the connection before {@link #leaving}. */
  void flushed();

  /** No connection stands any more, or again none; must not block. */
  void ended();

  /** There will never be another connection; must not block. */
  void givenUp();

  /** Returns the health with what the user itself knows. */
  Health complete(Health ofConnection);
}
