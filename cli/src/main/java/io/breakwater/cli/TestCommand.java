package io.breakwater.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Only the launcher can run the tests; this stands in the list of commands for it. */
@Command(name = "test", description = "Run the project's own tests and checks (needs a checkout).")
final class TestCommand implements Callable<Integer> {
  @Mixin HelpOption help;
  @Spec CommandSpec spec;
  @Unmatched List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() {
    spec.commandLine()
        .getErr()
        .println("breakwater: the tests are run by the launcher: ./breakwater test in a checkout");
    return CommandLine.ExitCode.USAGE;
  }
}
