package io.breakwater.policy;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with one policy, a line each: who wrote it is told of everything at once. */
final class Mistakes {
  /** Whoever has more has most likely named another file. */
  private static final int MOST_SHOWN = 10;

  private final List<String> lines = new ArrayList<>();

  void add(PolicyException mistake) {
    lines.add(String.valueOf(mistake.getMessage()));
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  PolicyException exception() {
    List<String> shown = new ArrayList<>(lines.subList(0, Math.min(MOST_SHOWN, lines.size())));
    if (lines.size() > MOST_SHOWN) {
      shown.add("and %d more".formatted(lines.size() - MOST_SHOWN));
    }
    return new PolicyException(String.join("\n", shown));
  }
}
