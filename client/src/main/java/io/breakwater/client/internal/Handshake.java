package io.breakwater.client.internal;

import java.time.Duration;

/**
 * What a handshake that connected showed at the socket.
 *
 * @param lasted how long it lasted, from the INFO to the first PONG
 * @param waited how much of that this side waited for the server: for its part of the TLS
 *     handshake, and from CONNECT to the first PONG
 * @param ways how many ways there and back are in that
 * @param way how long one way there and back takes at most
 */
record Handshake(Duration lasted, Duration waited, int ways, Duration way) {

  /** Returns how long the server took; not negative. */
  Duration service() {
    Duration service = waited.minus(way.multipliedBy(ways));
    return service.isNegative() ? Duration.ZERO : service;
  }

  /** Returns the same where a way there and back was seen to be shorter. */
  Handshake withWayAtMost(Duration other) {
    return other.compareTo(way) < 0 ? new Handshake(lasted, waited, ways, other) : this;
  }
}
