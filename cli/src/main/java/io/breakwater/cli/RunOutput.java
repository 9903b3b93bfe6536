package io.breakwater.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Where a drill is written, and what goes to which stream. */
final class RunOutput {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "a new or empty folder for the run (breakwater-runs/<time>-<drill>)")
  Optional<Path> out;

  @Option(
      names = "--json",
      description =
          "print the journal alone on stdout, all else on stderr (the tour's is"
              + " {drill, status, runs})")
  boolean json;

  /** Returns the folder of a run of that name. */
  Path folder(String name) {
    return out.orElseGet(() -> RunFolder.named(name, LocalDateTime.now(ZoneId.systemDefault())));
  }

  /** Returns the stream for the figures; progress is always on stderr. */
  PrintWriter forAPerson(CommandLine command) {
    return json ? command.getErr() : command.getOut();
  }
}
