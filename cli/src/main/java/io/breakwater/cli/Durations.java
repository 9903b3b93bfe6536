package io.breakwater.cli;

import io.breakwater.policy.DurationText;
import java.time.Duration;
import picocli.CommandLine.TypeConversionException;

/** Durations on the command line: written as in a policy file, and more than zero. */
final class Durations {
  private Durations() {}

  static Duration parse(String text) {
    return DurationText.parse(text)
        .filter(duration -> !duration.isZero())
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected a duration over zero such as 20s, 500ms or 1m30s, got \""
                        + text
                        + "\""));
  }
}
