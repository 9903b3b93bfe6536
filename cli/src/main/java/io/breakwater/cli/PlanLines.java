package io.breakwater.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import io.breakwater.planner.plan.Plan;
import io.breakwater.planner.plan.PlanText;
import io.breakwater.planner.plan.Remedy;
import io.breakwater.planner.plan.Start;
import java.util.ArrayList;
import java.util.List;

/** A plan on a terminal. */
final class PlanLines {
  private PlanLines() {}

  static List<String> of(Plan plan) {
    List<String> lines = new ArrayList<>(PlanText.sources(plan.facts()));
    lines.add("");
    lines.addAll(table(plan).lines().toList());
    lines.add("");
    lines.add(PlanText.method(plan));
    lines.add("Today: " + plan.today().wave() + ".");
    plan.hashed()
        .ifPresent(
            it ->
                lines.add(
                    "Where the broker does not tell ranks: all back in "
                        + PlanText.seconds(it.t100())
                        + "."));
    if (!plan.remedies().isEmpty()) {
      lines.add("");
      lines.add("What mends it, cheapest first:");
      plan.remedies().forEach(it -> lines.addAll(remedy(it)));
    }
    plan.starts().forEach(it -> lines.addAll(start(it)));
    lines.add("");
    lines.add("Buffers: " + PlanText.buffers(plan));
    if (!plan.warnings().isEmpty()) {
      lines.add("");
      plan.warnings().forEach(it -> lines.add("warning  " + it));
    }
    lines.add("");
    lines.add(PlanText.finding(plan) + ".");
    return lines;
  }

  private static String table(Plan plan) {
    Object[][] rows =
        PlanText.rows(plan).stream()
            .map(row -> new Object[] {row.label(), row.today(), row.recommended()})
            .toArray(Object[][]::new);
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER,
        new Column[] {
          new Column().header("").dataAlign(HorizontalAlign.LEFT),
          new Column().header("today").dataAlign(HorizontalAlign.RIGHT),
          new Column().header("recommended").dataAlign(HorizontalAlign.RIGHT)
        },
        rows);
  }

  private static List<String> remedy(Remedy remedy) {
    return List.of(
        "  " + remedy.name() + ": " + remedy.change(), "    " + PlanText.outcome(remedy));
  }

  private static List<String> start(Start start) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(start.name() + ": " + start.policy().startup().policy().text());
    lines.add("  budget  " + start.budget().arithmetic());
    lines.add("  window  " + start.probes().arithmetic());
    start.probes().toYaml().indent(4).lines().forEach(lines::add);
    return lines;
  }
}
