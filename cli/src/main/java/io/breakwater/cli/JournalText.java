package io.breakwater.cli;

import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import io.breakwater.journal.Arm;
import io.breakwater.journal.ArmsTable;
import io.breakwater.journal.Change;
import io.breakwater.journal.Comparison;
import io.breakwater.journal.HazardRow;
import io.breakwater.journal.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Journals for a terminal of 80 columns. */
final class JournalText {
  private JournalText() {}

  /** Returns the arms side by side; how they differ as far as there is room for it. */
  static String table(String drill, List<Arm> arms) {
    ArmsTable table = ArmsTable.of(drill, arms);
    boolean changes = arms.size() == 2;
    List<Column> columns = new ArrayList<>();
    columns.add(new Column().header("").dataAlign(HorizontalAlign.LEFT));
    for (String arm : table.arms()) {
      columns.add(column(arm, HorizontalAlign.RIGHT));
    }
    if (changes) {
      columns.add(column("change", HorizontalAlign.LEFT));
    }
    Object[][] rows =
        table.rows().stream().map(row -> cells(row, changes).toArray()).toArray(Object[][]::new);
    String text = TextTable.ruled(columns, rows);
    return table.hasGaps() ? text + "\n" + ArmsTable.NOT_MEASURED + " not measured" : text;
  }

  private static Column column(String header, HorizontalAlign align) {
    return new Column().header(header).headerAlign(align).dataAlign(align);
  }

  private static Stream<String> cells(ArmsTable.Row row, boolean changes) {
    Stream<String> figures =
        Stream.concat(
            Stream.of(row.measure().label()), row.cells().stream().map(ArmsTable.Cell::text));
    return changes
        ? Stream.concat(figures, Stream.of(change(row.cells().get(1).change())))
        : figures;
  }

  private static String change(@Nullable Change change) {
    return change == null ? "" : change.text() + change.word();
  }

  /** Returns the verdict and its reasons, a line each. */
  static List<String> verdict(Comparison comparison) {
    return Stream.concat(
            Stream.of(
                "Verdict, %s against %s: %s"
                    .formatted(comparison.candidate(), comparison.baseline(), winner(comparison))),
            comparison.reasons().stream().flatMap(it -> Prose.wrapped("  ", it, 4).stream()))
        .toList();
  }

  /** Returns each hazard with what became of the arms, instead of figures that say little. */
  static List<String> hazards(List<HazardRow> hazards) {
    List<String> lines = new ArrayList<>();
    for (HazardRow hazard : hazards) {
      lines.addAll(Prose.wrapped("%2d  ".formatted(hazard.number()), hazard.done(), 4));
      for (HazardRow.End end : hazard.ends()) {
        String lead =
            "      %-5s  %-12s  "
                .formatted(end.arm(), end.survived() ? "survived" : "not survived");
        lines.addAll(Prose.wrapped(lead, end.seen(), lead.length()));
      }
      lines.add("");
    }
    return lines;
  }

  /** Returns what speaks against figures, so that nobody overlooks it. */
  static List<String> warning(String doubt) {
    return Prose.wrapped("CAREFUL: ", doubt + ".", 9);
  }

  private static String winner(Comparison comparison) {
    Verdict verdict = comparison.verdict();
    return switch (verdict) {
      case BASELINE -> comparison.baseline() + " came back better";
      case CANDIDATE -> comparison.candidate() + " came back better";
      case TIE -> "no difference beyond the noise";
      case INCONCLUSIVE -> "inconclusive";
    };
  }
}
