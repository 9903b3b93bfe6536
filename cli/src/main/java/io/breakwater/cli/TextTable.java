package io.breakwater.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import java.util.List;
import java.util.stream.Collectors;

/** Tables for a terminal, without blanks at their edges: they would wrap where it is narrow. */
final class TextTable {
  private TextTable() {}

  /** Returns a table with lines between its columns and under its heads. */
  static String ruled(List<Column> columns, Object[][] rows) {
    return text(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER, columns, rows);
  }

  /** Returns a table without any lines. */
  static String plain(List<Column> columns, Object[][] rows) {
    return text(AsciiTable.NO_BORDERS, columns, rows);
  }

  private static String text(Character[] border, List<Column> columns, Object[][] rows) {
    return AsciiTable.getTable(border, columns.toArray(Column[]::new), rows)
        .lines()
        .map(line -> line.substring(1, line.length() - 1).stripTrailing())
        .collect(Collectors.joining("\n"));
  }
}
