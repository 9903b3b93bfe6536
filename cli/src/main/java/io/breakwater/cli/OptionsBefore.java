package io.breakwater.cli;

import picocli.CommandLine.Model.CommandSpec;

/** Options between {@code drill} and the name of a drill that has options of its own. */
final class OptionsBefore {
  private OptionsBefore() {}

  /**
   * Refuses them: what stands there is read by the other drills' options, and would be lost.
   *
   * @throws IllegalArgumentException if there is one; the message is one line
   */
  static void refuse(CommandSpec command, String drill) {
    command.parent().commandLine().getParseResult().matchedOptions().stream()
        .findFirst()
        .ifPresent(
            option -> {
              throw new IllegalArgumentException(
                  option.longestName() + ": expected after the drill's name, " + drill);
            });
  }
}
