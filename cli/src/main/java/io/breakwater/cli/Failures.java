package io.breakwater.cli;

import io.breakwater.journal.JournalException;
import io.breakwater.policy.PolicyException;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What a command that cannot do its work says, in one line, and the code that it ends with. */
final class Failures {
  private static final Pattern INVALID =
      Pattern.compile(
          "^Invalid value for (?:option '([^']+)'|positional parameter at index \\S+"
              + " \\(([^)]+)\\)): ");

  private Failures() {}

  /** Wrong usage: what is wrong, and where to read on. */
  static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .printf(
            "breakwater: %s (see %s --help)%n",
            plain(Missing.text(e)), command.getCommandSpec().qualifiedName());
    return CommandLine.ExitCode.USAGE;
  }

  /** Picocli starts some of its messages with a word that says nothing, and says another twice. */
  private static String plain(String message) {
    String text = message.startsWith("Error: ") ? message.substring("Error: ".length()) : message;
    return INVALID.matcher(text).replaceFirst("$1$2: ").replace("option option ", "option ");
  }

  /** A wrong policy or journal is a matter of one line; anything else is a bug of ours. */
  static int execution(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof PolicyException || e instanceof JournalException) {
      command.getErr().println("breakwater: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    if (e instanceof GatewayException) {
      command.getErr().println("breakwater: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    command.getErr().println("breakwater: unexpected: " + e);
    e.printStackTrace(command.getErr());
    return CommandLine.ExitCode.SOFTWARE;
  }
}
