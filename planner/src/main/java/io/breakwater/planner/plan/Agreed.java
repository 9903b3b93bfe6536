package io.breakwater.planner.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A fact that several places may state, as long as they state the same. */
final class Agreed<T> {
  private record Stated<T>(T value, String source) {}

  private final String what;
  private final List<Stated<T>> stated = new ArrayList<>();

  Agreed(String what) {
    this.what = what;
  }

  /**
   * Adds what a place states.
   *
   * @throws IllegalArgumentException if another place states something else; the message is one
   *     line
   */
  void add(T value, String source) {
    for (Stated<T> other : stated) {
      if (!other.value().equals(value)) {
        throw new IllegalArgumentException(
            "%s: %s says %s, but %s says %s; expected one of them, or the same"
                .formatted(what, other.source(), other.value(), source, value));
      }
    }
    stated.add(new Stated<>(value, source));
  }

  Optional<T> value() {
    return stated.stream().findFirst().map(Stated::value);
  }

  /** Returns who stated it first. */
  String source() {
    return stated.get(0).source();
  }
}
