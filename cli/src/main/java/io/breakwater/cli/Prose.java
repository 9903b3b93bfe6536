package io.breakwater.cli;

import java.util.ArrayList;
import java.util.List;

/** Sentences for a terminal of 80 columns. */
final class Prose {
  /** Of the terminal. */
  static final int WIDTH = 80;

  private Prose() {}

  /** Returns the text in lines of the terminal's width, broken at blanks. */
  static List<String> wrapped(String text) {
    return wrapped("", text, 0);
  }

  /**
   * Returns the text in lines of the terminal's width, broken at blanks.
   *
   * @param lead what stands before it on its first line
   * @param indent how far its other lines are moved in
   */
  static List<String> wrapped(String lead, String text, int indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(lead);
    boolean empty = true;
    for (String word : text.strip().split("\\s+", -1)) {
      if (!empty && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(indent));
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
    return lines;
  }
}
