package io.breakwater.cli;

import java.util.List;

/**
 * Which standard streams are a terminal. The launcher looks: Java 17 can only tell if all are one,
 * and Java 22 and later answer another question.
 */
final class Terminal {
  /** Set by the launcher: {@code out}, {@code err}, both with a comma, or nothing. */
  private static final String PROPERTY = "breakwater.terminal";

  private Terminal() {}

  static boolean isOut() {
    return has("out");
  }

  static boolean isErr() {
    return has("err");
  }

  private static boolean has(String stream) {
    return List.of(System.getProperty(PROPERTY, "").split(",")).contains(stream);
  }
}
