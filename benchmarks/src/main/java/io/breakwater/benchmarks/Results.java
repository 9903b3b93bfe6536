package io.breakwater.benchmarks;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.breakwater.journal.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run has measured, and where.
 *
 * @param start when the run began
 * @param environment of the run
 * @param loadAverage of the machine before the run, one minute's; null if the system has none
 * @param held if all bounds hold
 * @param comparisons in the order of the run
 */
record Results(
    Instant start,
    Environment environment,
    @Nullable Double loadAverage,
    boolean held,
    List<Comparison> comparisons) {

  /** Returns the table for people. */
  String table() {
    return AsciiTable.getTable(
        comparisons,
        List.of(
            text("MEASURED", Comparison::figure),
            text("SIDES", Comparison::sides),
            number("FIRST", row -> figure(row.value())),
            number("SECOND", row -> figure(row.reference())),
            text("UNIT", Comparison::unit),
            number("RATIO", row -> row.ratio() == null ? "" : decimal("%.3f", row.ratio())),
            text("BOUND", row -> row.bound() == null ? "" : row.bound().text()),
            text("HELD", Results::verdict)));
  }

  private static String verdict(Comparison row) {
    return row.bound() == null ? "" : row.held() ? "yes" : "NO";
  }

  private static ColumnData<Comparison> text(String head, Function<Comparison, String> cell) {
    return new Column().header(head).dataAlign(HorizontalAlign.LEFT).with(cell);
  }

  private static ColumnData<Comparison> number(String head, Function<Comparison, String> cell) {
    return new Column().header(head).dataAlign(HorizontalAlign.RIGHT).with(cell);
  }

  private static String figure(double value) {
    return value >= 1_000 ? decimal("%,.0f", value) : decimal("%.3f", value);
  }

  private static String decimal(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Writes everything, each round's figures included, as JSON. */
  void write(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    JsonMapper mapper =
        JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
    Files.writeString(file, mapper.writeValueAsString(this) + "\n");
  }
}
