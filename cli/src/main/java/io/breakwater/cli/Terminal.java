package io.breakwater.cli;

import java.util.List;
import java.util.OptionalInt;

/**
 * Which standard streams are a terminal. The launcher looks: Java 17 can only tell if all are one,
 * and Java 22 and later answer another question.
 */
final class Terminal {
  /** Set by the launcher: {@code out}, {@code err}, both with a comma, or nothing. */
  private static final String PROPERTY = "breakwater.terminal";

  /** Set by the launcher where there is a terminal. */
  private static final String COLUMNS = "breakwater.columns";

  private static final int USUAL = 80;

  private Terminal() {}

  /** Returns how many columns the terminal had at the start; empty if standard output is none. */
  static OptionalInt columns() {
    if (!isOut()) {
      return OptionalInt.empty();
    }
    OptionalInt told = TerminalWidth.columns(System.getProperty(COLUMNS, ""));
    return told.isPresent() ? told : OptionalInt.of(USUAL);
  }

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
