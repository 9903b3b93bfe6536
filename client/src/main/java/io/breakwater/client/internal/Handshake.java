package io.breakwater.client.internal;

import java.time.Duration;

/**
 * What a handshake that connected showed at the socket.
 *
 * @param waited how long this side waited for the server after its requests: for its part of the
 *     TLS handshake, and from CONNECT to the first PONG
 * @param ways how many ways there and back are in that
 * @param way how long one way there and back takes at most
 */
record Handshake(Duration waited, int ways, Duration way) {

  /** Returns how long the server took; not negative. */
  Duration service() {
    Duration service = waited.minus(way.multipliedBy(ways));
    return service.isNegative() ? Duration.ZERO : service;
  }

  /** Returns the same where a way there and back was seen to be shorter. */
  Handshake withWayAtMost(Duration other) {
    return other.compareTo(way) < 0 ? new Handshake(waited, ways, other) : this;
  }
}
