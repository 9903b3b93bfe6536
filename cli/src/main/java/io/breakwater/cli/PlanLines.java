package io.breakwater.cli;

import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import io.breakwater.planner.plan.Plan;
import io.breakwater.planner.plan.PlanText;
import io.breakwater.planner.plan.Remedy;
import io.breakwater.planner.plan.Start;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A plan on a terminal. */
final class PlanLines {
  /** Two rules, and the blanks on both sides of them. */
  private static final int BETWEEN_FIGURES = 4;

  private static final int LEAST_LABEL = 20;

  private PlanLines() {}

  static List<String> of(Plan plan) {
    List<String> lines = new ArrayList<>(PlanText.sources(plan.facts()));
    lines.add("");
    lines.addAll(table(plan).lines().toList());
    lines.add("");
    lines.addAll(Prose.wrapped(PlanText.method(plan)));
    lines.addAll(Prose.wrapped("Today: " + plan.today().wave() + "."));
    plan.hashed()
        .ifPresent(
            it ->
                lines.addAll(
                    Prose.wrapped(
                        "Where the broker does not tell ranks: all back in "
                            + PlanText.seconds(it.t100())
                            + ".")));
    if (!plan.remedies().isEmpty()) {
      lines.add("");
      lines.add("What mends it, cheapest first:");
      plan.remedies().forEach(it -> lines.addAll(remedy(it)));
    }
    plan.starts().forEach(it -> lines.addAll(start(it)));
    lines.add("");
    lines.addAll(Prose.wrapped("Buffers: " + PlanText.buffers(plan)));
    if (!plan.warnings().isEmpty()) {
      lines.add("");
      plan.warnings().forEach(it -> lines.addAll(Prose.wrapped("warning  ", it, 9)));
    }
    lines.add("");
    lines.addAll(Prose.wrapped(PlanText.finding(plan) + "."));
    return lines;
  }

  private static String table(Plan plan) {
    Object[][] rows =
        PlanText.rows(plan).stream()
            .map(row -> new Object[] {row.label(), row.today(), row.recommended()})
            .toArray(Object[][]::new);
    int figures = widest(rows, 1) + widest(rows, 2) + BETWEEN_FIGURES;
    return TextTable.ruled(
        List.of(
            // What a row is may take two lines, its figures may not.
            new Column()
                .header("")
                .dataAlign(HorizontalAlign.LEFT)
                .maxWidth(Math.max(LEAST_LABEL, Prose.WIDTH - figures)),
            new Column().header("today").dataAlign(HorizontalAlign.RIGHT),
            new Column().header("recommended").dataAlign(HorizontalAlign.RIGHT)),
        rows);
  }

  private static int widest(Object[][] rows, int column) {
    return Arrays.stream(rows).mapToInt(row -> row[column].toString().length()).max().orElse(0);
  }

  private static List<String> remedy(Remedy remedy) {
    List<String> lines =
        new ArrayList<>(Prose.wrapped("  ", remedy.name() + ": " + remedy.change(), 4));
    lines.addAll(Prose.wrapped("    ", PlanText.outcome(remedy), 4));
    return lines;
  }

  private static List<String> start(Start start) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(start.name() + ": " + start.policy().startup().policy().text());
    lines.addAll(Prose.wrapped("  budget  ", start.budget().arithmetic(), 10));
    lines.addAll(Prose.wrapped("  window  ", start.probes().arithmetic(), 10));
    start.probes().toYaml().indent(4).lines().forEach(lines::add);
    return lines;
  }
}
