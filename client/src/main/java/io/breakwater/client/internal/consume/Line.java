package io.breakwater.client.internal.consume;

import io.nats.client.Connection;

/**
 * A connection from one reconnect to the next loss. What the server remembers of a connection, such
 * as open fetches, is gone with it.
 *
 * @param epoch rises with every reconnect and every loss
 * @param connection the connection of jnats
 */
record Line(long epoch, Connection connection) {}
