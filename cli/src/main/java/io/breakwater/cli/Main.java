package io.breakwater.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The root command. {@code breakwater test} is not among its commands: the launcher runs it. */
@Command(
    name = "breakwater",
    description =
        "The connection lifecycle for Java services on NATS, and the drills that prove it.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "The project's own tests: breakwater test (see breakwater test --help).",
      "Exit codes: 0 held, 1 did not hold or failed, 2 wrong usage or configuration."
    })
public final class Main implements Runnable {

  /** Runs the command named by the arguments and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setParameterExceptionHandler(Main::oneLine);
  }

  @Override
  public void run() {
    throw new ParameterException(new CommandLine(this), "which command?");
  }

  /** Wrong usage: one line that says what, and where to read on. */
  private static int oneLine(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .printf(
            "breakwater: %s (see %s --help)%n",
            e.getMessage(), command.getCommandSpec().qualifiedName());
    return CommandLine.ExitCode.USAGE;
  }

  /** The version in the jar's manifest; there is none when the classes run without their jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"breakwater " + (version == null ? "(not packaged)" : version)};
    }
  }
}
