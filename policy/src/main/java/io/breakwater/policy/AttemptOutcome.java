package io.breakwater.policy;

import java.util.Locale;

/** How one dial of one server ended. */
public enum AttemptOutcome {
  /** The first PONG arrived: the connection stands. */
  CONNECTED,
  /** The server's name has no address at the moment. */
  UNRESOLVED,
  /** The host answered that nobody listens on the port. */
  REFUSED,
  /** No answer before the server's INFO: no route, a connect that timed out, a silent listener. */
  UNREACHABLE,
  /** Failed, or timed out, after INFO arrived and before the first PONG. */
  OVERLOADED,
  /** The server refused the credentials. */
  AUTH_REJECTED,
  /** The server limits how many connections it takes per unit of time. */
  THROTTLED,
  /** The server, or the account, has as many connections as it may have. */
  LIMIT_EXCEEDED,
  /** The TLS handshake failed: certificate, host name, protocol version. */
  TLS_FAILED,
  /** What answered does not speak the NATS protocol. */
  PROTOCOL_ERROR;

  /**
   * Returns what an {@code -ERR} before the first PONG means.
   *
   * <p>The texts are those of nats-server's {@code errors.go}. An authentication timeout counts as
   * overload: the server waited for a CONNECT that a busy machine sent too late.
   *
   * @param text what the server said, in any case, with or without what stands around it
   */
  public static AttemptOutcome ofServerError(String text) {
    String error = text.toLowerCase(Locale.ROOT);
    if (error.contains("authentication timeout") || error.contains("stale connection")) {
      return OVERLOADED;
    }
    if (error.contains("authorization violation")
        || error.contains("authentication expired")
        || error.contains("authentication revoked")
        || error.contains("user authentication")) {
      return AUTH_REJECTED;
    }
    if (error.contains("throttling")) {
      return THROTTLED;
    }
    if (error.contains("maximum") && error.contains("connections exceeded")) {
      return LIMIT_EXCEEDED;
    }
    return error.contains("tls required") || error.contains("secure connection")
        ? TLS_FAILED
        : PROTOCOL_ERROR;
  }

  /** Returns if this outcome says that the broker is there but cannot take one more now. */
  public boolean widens() {
    return this == OVERLOADED
        || this == AUTH_REJECTED
        || this == THROTTLED
        || this == LIMIT_EXCEEDED;
  }
}
