package io.breakwater.cli;

import java.io.PrintWriter;
import java.util.List;

/** A text at the end of a terminal that is drawn over by the next one. For one thread. */
final class LiveTable {
  /** More lines would scroll away and could not be drawn over. */
  private static final int LINES = 20;

  private final PrintWriter terminal;
  private int drawn;
  private String last = "";
  private String note = "";

  LiveTable(PrintWriter terminal) {
    this.terminal = terminal;
  }

  /** Draws a text in the place of the one before. */
  void draw(String text) {
    note = "";
    last = text;
    redraw();
  }

  /** Shows a line under the text until the next one is drawn. */
  void note(String line) {
    if (!line.equals(note)) {
      note = line;
      redraw();
    }
  }

  private void redraw() {
    List<String> lines = (note.isEmpty() ? last : last + "\n\n" + note).lines().toList();
    List<String> shown =
        lines.size() <= LINES ? lines : lines.subList(lines.size() - LINES, lines.size());
    if (drawn > 0) {
      // Up to its first line, and from there all is erased.
      terminal.printf("\u001b[%dA\u001b[J", drawn);
    }
    shown.forEach(terminal::println);
    terminal.flush();
    drawn = shown.size();
  }
}
