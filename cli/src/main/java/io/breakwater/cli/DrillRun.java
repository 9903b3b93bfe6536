package io.breakwater.cli;

import io.breakwater.journal.Comparison;
import io.breakwater.journal.Finding;
import io.breakwater.journal.HazardRow;
import io.breakwater.journal.HtmlReport;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Status;
import io.breakwater.lab.drill.Drill;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One drill from its first line on the terminal to its files.
 *
 * @param drill the drill
 * @param opening what it is going to do, in one line
 * @param folder where it is written
 * @param pods the pods to watch while it runs
 */
record DrillRun(Drill drill, String opening, Path folder, List<String> pods) {

  /**
   * Runs it, writes journal and report, and returns the journal.
   *
   * @param out for the figures
   * @param err for the progress, and for the one line that says why it failed
   * @param terminal whether {@code err} is a terminal
   */
  Journal run(PrintWriter out, PrintWriter err, boolean terminal) {
    err.println(opening);
    Journal journal;
    try (DrillProgress progress = new DrillProgress(err, terminal, pods)) {
      journal = drill.run(progress);
    }
    // A thread that is still marked as interrupted could not write a file.
    boolean unused = Thread.interrupted();
    JournalFile.write(folder.resolve(JournalFile.NAME), journal);
    HtmlReport.write(folder.resolve(HtmlReport.NAME), journal);
    show(journal, out, err);
    return journal;
  }

  private void show(Journal journal, PrintWriter out, PrintWriter err) {
    err.println();
    err.flush();
    List<HazardRow> hazards = HazardRow.of(journal);
    if (!hazards.isEmpty()) {
      JournalText.hazards(hazards).forEach(out::println);
    } else if (!journal.arms().isEmpty()) {
      out.println(JournalText.table(journal.drill(), journal.arms()));
      out.println();
    }
    Prose.wrapped(Finding.of(journal)).forEach(out::println);
    Comparison comparison = journal.comparison();
    if (comparison != null) {
      JournalText.verdict(comparison).forEach(out::println);
    }
    journal.doubts().forEach(doubt -> JournalText.warning(doubt).forEach(out::println));
    Duration took = Duration.between(journal.start(), journal.end());
    out.printf("%s in %ds%n", status(journal), took.toSeconds());
    out.println();
    out.println("report   " + folder.resolve(HtmlReport.NAME));
    out.println("journal  " + folder.resolve(JournalFile.NAME));
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
