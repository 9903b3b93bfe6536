package io.breakwater.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The known name that a person most likely meant. */
final class Suggestion {
  private Suggestion() {}

  /** Returns {@code ; did you mean "..."?} for the nearest name, or nothing if none is near. */
  static String of(String wrong, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(wrong, name)))
        .filter(name -> distance(wrong, name) <= Math.max(2, name.length() / 4))
        .map(name -> "; did you mean \"" + name + "\"?")
        .orElse("");
  }

  /** Returns how many letters must be inserted, removed or replaced (Levenshtein, 1965). */
  private static int distance(String first, String second) {
    String a = first.toLowerCase(Locale.ROOT);
    String b = second.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
