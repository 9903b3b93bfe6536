package io.breakwater.planner.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One nats-server configuration, read as the server's own parser reads it: keys with {@code :},
 * {@code =} or nothing before the value, maps, lists with commas or line ends, {@code #} and {@code
 * //} comments, block strings in parentheses, variables, includes. JSON is a part of it. Keys come
 * out in small letters, as the server compares them.
 *
 * @see <a href="https://docs.nats.io/running-a-nats-service/configuration">NATS: configuration</a>
 */
final class ConfText {
  private static final int DEEPEST = 50;

  private final String text;
  private final Place start;
  private final Function<String, Optional<ConfText>> includes;
  private final int depthAtStart;
  private int at;
  private int line;

  /**
   * Makes a reader.
   *
   * @param start where the first line of the text stands
   * @param includes finds the text that an include names; empty where it is out of reach
   */
  ConfText(String text, Place start, Function<String, Optional<ConfText>> includes, int depth) {
    this.text = text;
    this.start = start;
    this.includes = includes;
    this.depthAtStart = depth;
    this.line = start.line();
  }

  static Tree.Mapping parse(String text, Place start) {
    return new ConfText(text, start, name -> Optional.empty(), 0).parse();
  }

  /**
   * Returns the configuration.
   *
   * @throws UnreadableException if the server would refuse it as malformed
   */
  Tree.Mapping parse() {
    Map<String, Tree> entries = new LinkedHashMap<>();
    Tree.Mapping root = new Tree.Mapping(start, entries);
    skip(true);
    if (peek() == '{') {
      at++;
      entries(entries, '}', depthAtStart + 1);
      skip(true);
      if (at < text.length()) {
        throw error("expected the end of the file after the last }");
      }
    } else {
      entries(entries, (char) 0, depthAtStart + 1);
    }
    entries.replaceAll((key, value) -> resolved(value, entries));
    return root;
  }

  private void entries(Map<String, Tree> entries, char end, int depth) {
    if (depth > DEEPEST) {
      throw error("nested too deep, or included in a circle");
    }
    while (true) {
      skip(true);
      if (at >= text.length()) {
        if (end != 0) {
          throw error("expected " + end + " before the end of the file");
        }
        return;
      }
      if (peek() == end) {
        at++;
        return;
      }
      entry(entries, depth);
    }
  }

  private void entry(Map<String, Tree> entries, int depth) {
    Place place = here();
    String key = (isQuote(peek()) ? quoted() : bare(":={")).toLowerCase(Locale.ROOT);
    if (key.isEmpty()) {
      throw error("expected a key, got \"" + peek() + '"');
    }
    skip(false);
    if (peek() == ':' || peek() == '=') {
      at++;
      skip(false);
    } else {
      skip(true); // Without a colon, a map may begin on the next line.
    }
    Tree value = value(place, depth);
    skip(false);
    if (at < text.length() && ",;}\n\r#".indexOf(peek()) < 0 && !text.startsWith("//", at)) {
      throw error("expected a comma, a line end or } after the value of " + key);
    }
    if (key.equals("include")) {
      includes.apply(value.text()).ifPresent(other -> entries.putAll(other.parse().entries()));
    } else {
      entries.put(key, value);
    }
  }

  private Tree value(Place place, int depth) {
    char first = peek();
    if (first == '{') {
      at++;
      Map<String, Tree> entries = new LinkedHashMap<>();
      entries(entries, '}', depth + 1);
      return new Tree.Mapping(place, entries);
    }
    if (first == '[') {
      at++;
      return list(place, depth + 1);
    }
    if (first == '(') {
      return new Tree.Scalar(place, block(), place);
    }
    String value = isQuote(first) ? quoted() : bare(";,]}");
    if (value.isEmpty() && !isQuote(first)) {
      throw error("expected a value");
    }
    return new Tree.Scalar(place, value, place);
  }

  private Tree list(Place place, int depth) {
    if (depth > DEEPEST) {
      throw error("nested too deep");
    }
    List<Tree> items = new ArrayList<>();
    while (true) {
      skip(true);
      if (at >= text.length()) {
        throw error("expected ] before the end of the file");
      }
      if (peek() == ']') {
        at++;
        return new Tree.Sequence(place, items);
      }
      items.add(value(here(), depth));
      skip(false);
      boolean separated = ",]\n\r#".indexOf(peek()) >= 0 || text.startsWith("//", at);
      if (!separated) {
        throw error("expected a comma, a line end or ] after the value of a list");
      }
    }
  }

  private String quoted() {
    char quote = text.charAt(at++);
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\n') {
        line++;
      }
      if (c == '\\' && quote == '"' && at < text.length()) {
        value.append(c).append(text.charAt(at++));
      } else {
        value.append(c);
      }
    }
    if (at >= text.length()) {
      throw error("expected " + quote + " before the end of the file");
    }
    at++;
    return value.toString();
  }

  /** A block ends with a parenthesis on a line of its own. */
  private String block() {
    int from = at + 1;
    for (int end = text.indexOf('\n', at); end >= 0; end = text.indexOf('\n', end + 1)) {
      line++;
      at = end + 1;
      while (peek() == ' ' || peek() == '\t') {
        at++;
      }
      if (peek() == ')') {
        at++;
        return text.substring(from, end);
      }
    }
    throw error("expected ) on a line of its own");
  }

  private String bare(String ends) {
    int from = at;
    while (at < text.length() && !Character.isWhitespace(peek()) && ends.indexOf(peek()) < 0) {
      at++;
    }
    return text.substring(from, at);
  }

  /** Skips blanks and comments, with line ends and separators if they mean nothing here. */
  private void skip(boolean separators) {
    while (at < text.length()) {
      char c = peek();
      if (c == '#' || text.startsWith("//", at)) {
        if (!separators) {
          return;
        }
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == '\n') {
        if (!separators) {
          return;
        }
        line++;
        at++;
      } else if (Character.isWhitespace(c) || (separators && (c == ',' || c == ';'))) {
        at++;
      } else {
        return;
      }
    }
  }

  /** Returns a value with its variables replaced by what the file itself says of them. */
  private static Tree resolved(Tree value, Map<String, Tree> variables) {
    if (value instanceof Tree.Scalar scalar) {
      boolean variable = scalar.text().matches("\\$\\w+");
      return variable
          ? variables.getOrDefault(scalar.text().substring(1).toLowerCase(Locale.ROOT), value)
          : value;
    }
    if (value instanceof Tree.Mapping mapping) {
      mapping.entries().replaceAll((key, inner) -> resolved(inner, variables));
    }
    if (value instanceof Tree.Sequence sequence) {
      return new Tree.Sequence(
          sequence.place(),
          sequence.items().stream().map(item -> resolved(item, variables)).toList());
    }
    return value;
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private Place here() {
    return new Place(start.file(), line);
  }

  private UnreadableException error(String message) {
    return new UnreadableException(here(), "not a nats-server configuration: " + message);
  }
}
