package io.breakwater.lab.light;

import io.breakwater.policy.AttemptOutcome;
import java.util.Locale;

/** The lines of a server that matter to a client without subscriptions. */
enum ServerLine {
  INFO,
  PING,
  PONG,
  ERROR,
  OTHER;

  static ServerLine of(String line) {
    int space = line.indexOf(' ');
    return switch ((space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT)) {
      case "INFO" -> INFO;
      case "PING" -> PING;
      case "PONG" -> PONG;
      case "-ERR" -> ERROR;
      default -> OTHER;
    };
  }

  /**
   * Returns what an {@code -ERR} before the first PONG means; the texts are those of nats-server's
   * {@code errors.go}. The client library reads them the same way.
   */
  static AttemptOutcome outcomeOf(String error) {
    String text = error.toLowerCase(Locale.ROOT);
    if (text.contains("authentication timeout") || text.contains("stale connection")) {
      return AttemptOutcome.OVERLOADED;
    }
    if (text.contains("authorization violation")
        || text.contains("authentication expired")
        || text.contains("authentication revoked")
        || text.contains("user authentication")) {
      return AttemptOutcome.AUTH_REJECTED;
    }
    if (text.contains("throttling")) {
      return AttemptOutcome.THROTTLED;
    }
    if (text.contains("maximum") && text.contains("connections exceeded")) {
      return AttemptOutcome.LIMIT_EXCEEDED;
    }
    return text.contains("tls required") || text.contains("secure connection")
        ? AttemptOutcome.TLS_FAILED
        : AttemptOutcome.PROTOCOL_ERROR;
  }
}
