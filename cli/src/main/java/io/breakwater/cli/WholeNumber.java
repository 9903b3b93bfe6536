package io.breakwater.cli;

import picocli.CommandLine.TypeConversionException;

/** Whole numbers on the command line. */
final class WholeNumber {
  private WholeNumber() {}

  static Integer parse(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException other) {
      throw new TypeConversionException(
          "expected a whole number up to %d, got \"%s\"".formatted(Integer.MAX_VALUE, text));
    }
  }
}
