package io.breakwater.client.internal;

import java.util.List;

/**
 * A subject that may have wildcards, and what it covers, as the NATS protocol defines it.
 *
 * @param tokens what stands between its dots
 */
public record SubjectFilter(List<String> tokens) {
  /** Copies the list. */
  public SubjectFilter {
    tokens = List.copyOf(tokens);
  }

  /** Returns the filter. */
  public static SubjectFilter of(String filter) {
    return new SubjectFilter(List.of(filter.split("\\.", -1)));
  }

  /** Returns if {@code *} or {@code >} is one of its tokens. */
  public boolean hasWildcard() {
    return tokens.contains("*") || tokens.contains(">");
  }

  /** Returns if it covers a subject without wildcards; makes no objects. */
  public boolean covers(String subject) {
    int start = 0;
    for (String token : tokens) {
      if (start > subject.length()) {
        return false;
      }
      if (token.equals(">")) {
        return true;
      }
      int dot = subject.indexOf('.', start);
      int end = dot < 0 ? subject.length() : dot;
      if (!token.equals("*")
          && !(token.length() == end - start
              && subject.regionMatches(start, token, 0, token.length()))) {
        return false;
      }
      start = end + 1;
    }
    return start > subject.length();
  }
}
