package io.breakwater.lab.history;

import java.util.function.BiConsumer;

/** Looks for what must not be. */
interface Rule {
  /**
   * Looks.
   *
   * @param facts what was seen
   * @param violations takes what is found: the id that it is about, and a sentence
   */
  void check(Facts facts, BiConsumer<String, String> violations);

  /** Returns a moment for people. */
  static String at(long nanos) {
    return "%.3f s".formatted(nanos / 1e9);
  }
}
