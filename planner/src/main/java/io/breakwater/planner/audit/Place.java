package io.breakwater.planner.audit;

import java.util.Comparator;

/**
 * Where something stands.
 *
 * @param file as it was given, or {@code -} for the standard input
 * @param line from 1
 */
public record Place(String file, int line) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::file).thenComparingInt(Place::line);

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  /** Returns {@code file:line}. */
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
