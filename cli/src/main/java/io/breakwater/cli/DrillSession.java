package io.breakwater.cli;

import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Runs drills one after the other, until they are done or a signal ends them. */
final class DrillSession {
  private final CommandLine command;
  private final RunOutput output;

  DrillSession(CommandLine command, RunOutput output) {
    this.command = command;
    this.output = output;
  }

  /** Runs them and returns the exit code; {@code json} makes of their journals what is printed. */
  int run(List<DrillRun> runs, Function<List<Journal>, Object> json) {
    List<Journal> journals = new ArrayList<>();
    try (SignalInterrupt signal = new SignalInterrupt(Thread.currentThread())) {
      for (DrillRun run : runs) {
        Journal journal = run.run(output.forAPerson(command), command.getErr(), Terminal.isErr());
        journals.add(journal);
        if (journal.status() == Status.ABORTED) {
          break;
        }
      }
      if (output.json) {
        JsonOutput.print(command.getOut(), json.apply(journals));
      }
      command.getOut().flush();
      command.getErr().flush();
    }
    boolean held = journals.stream().allMatch(journal -> journal.status() == Status.COMPLETED);
    return held ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  /**
   * A policy file that is wrong ends a run before it begins, but not without a journal.
   *
   * @throws ParameterException if the folder cannot be had
   */
  int refused(String drill, Path folder, String message) {
    try {
      RunFolder.prepare(folder);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, String.valueOf(e.getMessage()), e);
    }
    Journal journal = JournalJson.aborted(drill, message);
    JournalFile.write(folder.resolve(JournalFile.NAME), journal);
    if (output.json) {
      JsonOutput.print(command.getOut(), JournalJson.of(journal));
    }
    command.getErr().println("breakwater: aborted: " + message);
    return CommandLine.ExitCode.USAGE;
  }
}
