package io.breakwater.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;

/**
 * What a command says when an argument is missing, in the words in which everything else says what
 * was expected. Picocli would name the argument alone.
 */
final class Missing {
  private Missing() {}

  /** Returns the line; of another mistake that is picocli's, or ours already. */
  static String text(ParameterException e) {
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return text(missing, missing.getMissing());
    }
    String message = String.valueOf(e.getMessage());
    return e instanceof MutuallyExclusiveArgsException
        ? "expected one of these, not several: "
            + message.replaceAll("^Error: | are mutually exclusive.*", "")
        : message;
  }

  private static String text(MissingParameterException e, List<ArgSpec> args) {
    ArgSpec first = args.get(0);
    if (String.valueOf(e.getMessage()).contains("for option")) {
      return "%s: expected %s after it, got nothing"
          .formatted(((OptionSpec) first).longestName(), first.paramLabel());
    }
    if (first.group() != null && first.group().exclusive()) {
      return "expected one of %s, got none"
          .formatted(args.stream().map(Missing::name).collect(Collectors.joining(" and ")));
    }
    return "expected %s, got none"
        .formatted(args.stream().map(Missing::described).collect(Collectors.joining(" and ")));
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option
        ? (option.longestName() + " " + arg.paramLabel()).strip()
        : arg.paramLabel();
  }

  private static String described(ArgSpec arg) {
    String description = String.join(" ", arg.description());
    return description.isEmpty() ? name(arg) : name(arg) + " (" + description + ")";
  }
}
