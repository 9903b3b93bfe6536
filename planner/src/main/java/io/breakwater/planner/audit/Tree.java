package io.breakwater.planner.audit;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A value of a file with its place, whatever the file's language. A value that is not there is
 * {@link Missing}, so that a path through a manifest needs no checks on its way.
 */
sealed interface Tree {

  /** Returns where the value stands: the line of its key, if it has one. */
  Place place();

  /**
   * A text, a number or the like.
   *
   * @param textPlace where the first line of the text stands; differs from the place in a block
   */
  record Scalar(Place place, String text, Place textPlace) implements Tree {}

  /** Values one after the other. */
  record Sequence(Place place, List<Tree> items) implements Tree {}

  /** Values by their keys. */
  record Mapping(Place place, Map<String, Tree> entries) implements Tree {
    /** What a YAML merge ({@code <<: *base}) adds where the key itself is missing. */
    Tree merged(String key) {
      Tree base = entries.get("<<");
      if (base instanceof Mapping mapping) {
        return mapping.at(key);
      }
      return new Missing(place);
    }
  }

  /** Nothing; its place is that of the nearest thing around it. */
  record Missing(Place place) implements Tree {}

  /** Returns the value at a path of keys. */
  default Tree at(String... path) {
    Tree here = this;
    for (String key : path) {
      Tree next = here instanceof Mapping mapping ? mapping.entries().get(key) : null;
      if (next == null) {
        next = here instanceof Mapping mapping ? mapping.merged(key) : new Missing(here.place());
      }
      here = next;
    }
    return here;
  }

  /** Returns if there is a value; a key with nothing behind it has none. */
  default boolean exists() {
    return !(this instanceof Missing || (this instanceof Scalar && text().isEmpty()));
  }

  /** Returns the text; that of a list joined with commas; empty for anything else. */
  default String text() {
    if (this instanceof Scalar scalar) {
      return scalar.text();
    }
    return items().stream()
        .filter(Scalar.class::isInstance)
        .map(Tree::text)
        .collect(Collectors.joining(","));
  }

  /** Returns the text, or another one if there is none. */
  default String text(String otherwise) {
    return exists() ? text() : otherwise;
  }

  /** Returns if the text is this one. */
  default boolean is(String text) {
    return this instanceof Scalar scalar && scalar.text().equals(text);
  }

  /** Returns the whole number that the text is, if it is one. */
  default OptionalLong number() {
    String text = text();
    return text.matches("-?\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /** Returns the values of a list; none for anything else. */
  default List<Tree> items() {
    return this instanceof Sequence sequence ? sequence.items() : List.of();
  }

  /** Returns the values of a mapping by key; none for anything else. */
  default Map<String, Tree> entries() {
    return this instanceof Mapping mapping ? mapping.entries : Map.of();
  }

  /** Returns the texts of a mapping by key. */
  default Map<String, String> texts() {
    return entries().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().text()));
  }
}
