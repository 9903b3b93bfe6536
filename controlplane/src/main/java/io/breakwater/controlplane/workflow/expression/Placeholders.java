package io.breakwater.controlplane.workflow.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * A text with {@code ${...}} in it, cut into its parts. A second dollar sign before the brace
 * leaves the first one and the brace as they are. Inside, braces, quotes and backticks of the
 * expression are counted as JMESPath does.
 */
final class Placeholders {
  /** A part of a text. */
  sealed interface Part {}

  /** What stands for itself. */
  record Literal(String text) implements Part {}

  /** What stands between the braces. */
  record Placeholder(String expression) implements Part {}

  private Placeholders() {}

  /**
   * Returns the parts in order.
   *
   * @throws ExpressionException if a brace is not closed
   */
  static List<Part> of(String text, String path) throws ExpressionException {
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        literal.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        int end = end(text, at + 2);
        if (end < 0) {
          throw new ExpressionException(path, "\"${\" without the \"}\" that ends it");
        }
        if (!literal.isEmpty()) {
          parts.add(new Literal(literal.toString()));
          literal.setLength(0);
        }
        parts.add(new Placeholder(text.substring(at + 2, end).strip()));
        at = end + 1;
      } else {
        literal.append(text.charAt(at++));
      }
    }
    if (!literal.isEmpty() || parts.isEmpty()) {
      parts.add(new Literal(literal.toString()));
    }
    return parts;
  }

  /** Returns where the closing brace is, or -1. */
  private static int end(String text, int from) {
    int open = 1;
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"' || c == '`') {
        at = quoteEnd(text, at + 1, c);
      } else if (c == '{') {
        open++;
      } else if (c == '}' && --open == 0) {
        return at;
      }
    }
    return -1;
  }

  private static int quoteEnd(String text, int from, char quote) {
    int at = from;
    while (at < text.length() && text.charAt(at) != quote) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }
}
