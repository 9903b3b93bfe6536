package io.breakwater.cli;

import io.breakwater.lab.services.ServicesKind;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What makes a drill on connections or messages the one on running services of the same name. */
final class ServicesSwitch {
  static final String OPTION = "--services";

  private static final Set<String> MEANT =
      Set.of(
          OPTION, "--load-jobs", "--load-runs", "--outage", "--limit", "--seed", "--out", "--json");

  @Option(
      names = OPTION,
      description =
          "the whole control plane, under a load of jobs and workflows: what was promised of them is"
              + " checked")
  boolean services;

  @Mixin ServicesSettings load = new ServicesSettings();

  /**
   * Runs the drill on running services for a command that has this switch on, and returns its exit
   * code.
   *
   * @throws ParameterException if something was given that means nothing, or {@code kind} does not
   *     say which drill, with an {@link IllegalArgumentException}
   */
  int run(
      CommandSpec command,
      RunOutput output,
      Supplier<ServicesKind> kind,
      ServicesSettings.Times times) {
    ServicesKind chosen;
    try {
      check(command, command.name());
      chosen = kind.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
    return ServicesCommand.run(command, output, chosen, load, times);
  }

  /**
   * Checks that nothing was given that means nothing.
   *
   * @throws IllegalArgumentException if something was; the message is one line
   */
  void check(CommandSpec command, String drill) {
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      String name = option.longestName();
      if (services && !MEANT.contains(name)) {
        throw new IllegalArgumentException(
            "%s has no meaning with %s, expected some of --load-jobs, --load-runs, --outage,"
                    .formatted(name, OPTION)
                + " --limit, --seed, --out, --json");
      }
      if (!services && name.startsWith("--load-")) {
        throw new IllegalArgumentException(
            "%s needs %s: breakwater drill %s %s %s ..."
                .formatted(name, OPTION, drill, OPTION, name));
      }
    }
  }
}
