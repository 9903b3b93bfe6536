package io.breakwater.cli;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.NatsServerBinary;
import io.breakwater.lab.hazards.HazardsDrill;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What jnats does when it goes wrong, and what the bus does then. */
@Command(
    name = HazardsDrill.NAME,
    hidden = true, // The help of drill tells of it where it tells of all drills.
    description =
        "Do to plain jnats and to the bus what ends, blinds or drives wild a jnats connection.",
    sortOptions = false,
    customSynopsis = "breakwater drill hazards [OPTIONS]",
    optionListHeading = "%nOptions (defaults in parentheses):%n",
    footer = {
      "",
      "One replica for each hazard, on a real server, or on a scripted one where a real server"
          + " misbehaves too rarely. It takes about two minutes.",
      "",
      "The folder of a run has journal.json, report.html (opens without a network) and"
          + " events.jsonl (each hazard, and how it ended).",
      "",
      "Examples:",
      "  breakwater drill hazards",
      "  breakwater drill hazards --json",
      "",
      "Exit codes: 0 the bus survived all, 1 it did not, or the run was aborted, 2 wrong usage;"
          + " 130 after Ctrl-C, 143 after SIGTERM, both with a journal that says aborted."
    })
final class HazardsCommand implements Callable<Integer> {
  @Mixin HelpOption help;
  @Spec CommandSpec spec;
  @Mixin RunOutput output;

  @Override
  public Integer call() {
    Logging.off();
    Path folder = output.folder(HazardsDrill.NAME);
    try {
      // Found out now rather than by the first arm.
      var unused = NatsServerBinary.find();
      RunFolder.prepare(folder);
    } catch (IllegalArgumentException | BrokerException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    DrillRun run =
        new DrillRun(
            new HazardsDrill(folder, "./breakwater drill hazards"),
            "hazards: one replica for each, plain jnats and the bus",
            folder,
            List.of());
    return new DrillSession(spec.commandLine(), output)
        .run(List.of(run), journals -> JournalJson.of(journals.get(0)));
  }
}
