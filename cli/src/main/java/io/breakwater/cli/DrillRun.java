package io.breakwater.cli;

import io.breakwater.journal.Comparison;
import io.breakwater.journal.Finding;
import io.breakwater.journal.HtmlReport;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Status;
import io.breakwater.lab.drill.Drill;
import io.breakwater.lab.drill.DrillOptions;
import io.breakwater.policy.DurationText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One drill from its first line on the terminal to its files. */
final class DrillRun {
  private final DrillKind kind;
  private final DrillOptions options;
  private final Drill drill;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;

  /**
   * Prepares a run.
   *
   * @param out for a person: progress and figures
   * @param err for the one line that says why it failed
   * @param terminal whether {@code out} is a terminal
   * @throws IllegalArgumentException if the options cannot be; the message is one line
   */
  DrillRun(
      DrillKind kind, DrillOptions options, PrintWriter out, PrintWriter err, boolean terminal) {
    this.kind = kind;
    this.options = options;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    drill = kind.drill(options);
  }

  /** Runs it, writes journal and report, and returns the journal. */
  Journal run() {
    out.printf(
        "%s: broker down for %s under %d pods%n",
        kind, DurationText.format(options.outage()), options.replicas());
    Journal journal;
    try (DrillProgress progress = new DrillProgress(out, terminal, pods())) {
      journal = drill.run(progress);
    }
    // A thread that is still marked as interrupted could not write a file.
    boolean unused = Thread.interrupted();
    Path folder = options.folder();
    JournalFile.write(folder.resolve(JournalFile.NAME), journal);
    HtmlReport.write(folder.resolve(HtmlReport.NAME), journal);
    show(journal);
    return journal;
  }

  /** Only where pods restart is a watch of them worth its lines. */
  private List<String> pods() {
    if (kind != DrillKind.COLD_START) {
      return List.of();
    }
    int ofEach = (options.replicas() + Service.values().length - 1) / Service.values().length;
    return Stream.of(Service.values()).map(service -> service + "-" + ofEach).toList();
  }

  private void show(Journal journal) {
    out.println();
    if (!journal.arms().isEmpty()) {
      out.println(JournalText.table(journal.drill(), journal.arms()));
      out.println();
    }
    out.println(Finding.of(journal));
    Comparison comparison = journal.comparison();
    if (comparison != null) {
      JournalText.verdict(comparison).forEach(out::println);
    }
    Duration took = Duration.between(journal.start(), journal.end());
    out.printf("%s in %ds%n", status(journal), took.toSeconds());
    out.println();
    out.println("report   " + options.folder().resolve(HtmlReport.NAME));
    out.println("journal  " + options.folder().resolve(JournalFile.NAME));
    out.println();
    out.flush();
    if (journal.status() != Status.COMPLETED) {
      err.printf("breakwater: %s: %s%n", status(journal), journal.message());
      err.flush();
    }
  }

  private static String status(Journal journal) {
    return journal.status().toString().toLowerCase(Locale.ROOT);
  }
}
