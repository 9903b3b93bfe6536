package io.breakwater.cli;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/** One of several words on the command line. */
final class Choice {
  private Choice() {}

  /**
   * Returns the value that is written like that.
   *
   * @param word how a value is written
   * @param others words that are taken elsewhere, for the message alone
   * @throws TypeConversionException if none is; the message names all that are
   */
  static <T> T of(T[] values, Function<T, String> word, String text, String... others) {
    return Arrays.stream(values)
        .filter(value -> word.apply(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of %s, got \"%s\""
                        .formatted(
                            Stream.concat(Arrays.stream(values).map(word), Stream.of(others))
                                .collect(Collectors.joining(", ")),
                            text)));
  }
}
