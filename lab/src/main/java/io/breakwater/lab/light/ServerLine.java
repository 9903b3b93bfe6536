package io.breakwater.lab.light;

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
}
