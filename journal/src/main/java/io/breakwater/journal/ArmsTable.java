package io.breakwater.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arms of a run side by side: a row per measure, a column per arm, the baseline first. Both the
 * terminal and the report print this. A measure that no arm has is left out.
 *
 * @param arms the columns' heads
 * @param rows the rows
 */
public record ArmsTable(List<String> arms, List<Row> rows) {

  /** What stands where nothing was measured. */
  public static final String NOT_MEASURED = "–";

  /** What stands where an arm ended before it got there. */
  public static final String NOT_REACHED = "not reached";

  /** What stands where pods stayed ready through the outage. */
  public static final String NEVER_UNREADY = "never unready";

  /**
   * A row.
   *
   * @param measure what the row tells
   * @param cells one per arm
   */
  public record Row(Measure measure, List<Cell> cells) {}

  /**
   * A cell.
   *
   * @param text the figure with its unit, {@link #NOT_MEASURED}, {@link #NOT_REACHED} or {@link
   *     #NEVER_UNREADY}
   * @param change against the baseline; null in its own column, where a figure is missing, and
   *     where there is no difference
   */
  public record Cell(String text, @Nullable Change change) {}

  /** Copies the lists. */
  public ArmsTable {
    arms = List.copyOf(arms);
    rows = List.copyOf(rows);
  }

  /** Returns the table of a journal, its first arm being the baseline. */
  public static ArmsTable of(Journal journal) {
    return of(journal.drill(), journal.arms());
  }

  /** Returns the table of some arms of a drill, the first of them being the baseline. */
  public static ArmsTable of(String drill, List<Arm> arms) {
    List<Row> rows =
        Arrays.stream(Measure.values())
            .map(measure -> row(drill, measure, arms))
            .filter(row -> row.cells().stream().anyMatch(c -> !c.text().equals(NOT_MEASURED)))
            .toList();
    return new ArmsTable(arms.stream().map(Arm::name).toList(), rows);
  }

  /** Returns if there is something to compare with the first arm. */
  public boolean compares() {
    return arms.size() > 1;
  }

  /** Returns if a cell says that something was not measured, so that a table needs the note. */
  public boolean hasGaps() {
    return rows.stream()
        .flatMap(row -> row.cells().stream())
        .anyMatch(cell -> cell.text().equals(NOT_MEASURED));
  }

  private static Row row(String drill, Measure measure, List<Arm> arms) {
    List<Cell> cells = new ArrayList<>();
    Double baseline = null;
    for (Arm arm : arms) {
      Floor floor = Floor.of(measure, drill, arms.get(0), arm);
      Result result = arm.result();
      Double value = result == null ? null : measure.of(result);
      Change change = cells.isEmpty() ? null : Change.between(measure, baseline, value, floor);
      baseline = cells.isEmpty() ? value : baseline;
      String text = value == null ? gap(drill, measure, result) : measure.unit().format(value);
      cells.add(new Cell(text, change));
    }
    return new Row(measure, List.copyOf(cells));
  }

  private static String gap(String drill, Measure measure, @Nullable Result result) {
    if (result == null) {
      return NOT_MEASURED;
    }
    if (measure.neverUnready(drill, result)) {
      return NEVER_UNREADY;
    }
    return measure.missed(drill, result) ? NOT_REACHED : NOT_MEASURED;
  }
}
