package io.breakwater.cli;

import java.io.PrintWriter;
import java.util.List;

/** A text at the end of a terminal that is drawn over by the next one. For one thread. */
final class LiveTable {
  /** More lines would scroll away and could not be drawn over. */
  private static final int LINES = 23;

  private final PrintWriter terminal;
  private int drawn;
  private int width;

  LiveTable(PrintWriter terminal) {
    this.terminal = terminal;
  }

  /**
   * Draws a text in the place of the one before. Where the terminal has another width since, its
   * lines may have been wrapped anew, nobody knows where to: then the screen is cleared.
   *
   * @param columns how wide the terminal is: a line that wraps could not be drawn over
   */
  void draw(String text, int columns) {
    List<String> lines =
        text.lines()
            .map(line -> line.length() <= columns ? line : line.substring(0, columns))
            .toList();
    List<String> shown =
        lines.size() <= LINES ? lines : lines.subList(lines.size() - LINES, lines.size());
    if (drawn > 0 && columns != width) {
      terminal.print("\u001b[H\u001b[2J");
    } else if (drawn > 0) {
      // Up to its first line, and from there all is erased.
      terminal.printf("\u001b[%dA\u001b[J", drawn);
    }
    shown.forEach(terminal::println);
    terminal.flush();
    drawn = shown.size();
    width = columns;
  }
}
