package io.breakwater.planner.audit;

import java.util.Comparator;

/**
 * Where something stands.
 *
 * @param file as it was given, or {@code -} for the standard input
 * @param line from 1; 0 for the file as a whole, such as one that is not there
 */
public record Place(String file, int line) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::file).thenComparingInt(Place::line);

  /** Returns a file as a whole. */
  static Place whole(String file) {
    return new Place(file, 0);
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  /** Returns {@code file:line}, or the file alone. */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
