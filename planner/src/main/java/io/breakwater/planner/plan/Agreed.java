package io.breakwater.planner.plan;

import io.breakwater.policy.Named;
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
                .formatted(what, other.source(), shown(other.value()), source, shown(value)));
      }
    }
    stated.add(new Stated<>(value, source));
  }

  private static Object shown(Object value) {
    return value instanceof Named named ? named.text() : value;
  }

  Optional<T> value() {
    return stated.stream().findFirst().map(Stated::value);
  }

  /** Returns who stated it first. */
  String source() {
    return stated.get(0).source();
  }
}
