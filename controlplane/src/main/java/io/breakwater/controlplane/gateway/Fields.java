package io.breakwater.controlplane.gateway;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a JSON object of a request. All that is wrong is collected and told at once by
 * {@link #check()}; until then a wrong field counts as one that is not there.
 */
final class Fields {
  /** A longer text in an answer helps nobody. */
  private static final int SHOWN = 60;

  /** What is wrong with one field. */
  record Wrong(String field, String problem) {}

  private final JsonNode object;
  private final List<Wrong> wrong = new ArrayList<>();
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * Looks at the fields of a value.
   *
   * @throws ProblemException with 400 if it is no object
   */
  Fields(JsonNode value) {
    if (!value.isObject()) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "body: expected a JSON object, got " + kind(value));
    }
    object = value;
  }

  /** Returns a field of any type; null counts as none. */
  Optional<JsonNode> any(String name) {
    known.add(name);
    return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
  }

  Optional<String> text(String name, Pattern form, String expected) {
    return any(name).flatMap(value -> text(name, value, form, expected));
  }

  private Optional<String> text(String field, JsonNode value, Pattern form, String expected) {
    if (!value.isString() || !form.matcher(value.stringValue()).matches()) {
      return refuse(field, expected, value);
    }
    return Optional.of(value.stringValue());
  }

  Optional<Long> integer(String name, long least, long most) {
    return any(name)
        .flatMap(
            value ->
                value.isIntegralNumber()
                        && value.canConvertToLong()
                        && value.longValue() >= least
                        && value.longValue() <= most
                    ? Optional.of(value.longValue())
                    : refuse(name, "a whole number from %d to %d".formatted(least, most), value));
  }

  Optional<Instant> instant(String name) {
    return any(name)
        .flatMap(
            value -> {
              try {
                return Optional.of(Instant.parse(value.asString("")));
              } catch (DateTimeParseException e) {
                return refuse(name, "a time such as 2026-01-31T12:00:00Z", value);
              }
            });
  }

  /** Returns a map of texts; empty if there is none. */
  Map<String, String> texts(String name, int most, Pattern keys, int longest) {
    Optional<JsonNode> value = any(name);
    if (value.isEmpty()) {
      return Map.of();
    }
    if (!value.get().isObject() || value.get().size() > most) {
      refuse(name, "an object of at most %d texts".formatted(most), value.get());
      return Map.of();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    Pattern form = Pattern.compile(".{0," + longest + "}", Pattern.DOTALL);
    value
        .get()
        .properties()
        .forEach(
            entry -> {
              String field = name + "." + shown(entry.getKey());
              if (!keys.matcher(entry.getKey()).matches()) {
                wrong.add(new Wrong(field, "the name is not valid, expected " + keys.pattern()));
              } else {
                text(field, entry.getValue(), form, "a text of at most " + longest + " characters")
                    .ifPresent(text -> texts.put(entry.getKey(), text));
              }
            });
    return texts;
  }

  /** Says that a field is needed, unless something else is wrong with it. */
  <T> Optional<T> required(String name, Optional<T> value) {
    if (value.isEmpty() && wrong.stream().noneMatch(it -> it.field().equals(name))) {
      wrong.add(new Wrong(name, "missing"));
    }
    return value;
  }

  /** Says what else is wrong with a field. */
  void refuse(String field, String problem) {
    wrong.add(new Wrong(field, problem));
  }

  private <T> Optional<T> refuse(String field, String expected, JsonNode value) {
    wrong.add(new Wrong(field, "expected " + expected + ", got " + kind(value)));
    return Optional.empty();
  }

  /**
   * Ends the reading.
   *
   * @throws ProblemException with 400 and all that is wrong, fields that nobody asked for included
   */
  void check() {
    object
        .propertyNames()
        .forEach(
            name -> {
              if (!known.contains(name)) {
                wrong.add(
                    new Wrong(shown(name), "unknown, expected one of " + String.join(", ", known)));
              }
            });
    if (wrong.isEmpty()) {
      return;
    }
    List<Wrong> told = wrong.size() > 20 ? List.copyOf(wrong.subList(0, 20)) : List.copyOf(wrong);
    Wrong first = told.get(0);
    throw new ProblemException(
        Problem.of(ProblemType.INVALID_REQUEST, first.field() + ": " + first.problem())
            .with("errors", told),
        Optional.empty());
  }

  private static String kind(JsonNode value) {
    if (value.isString()) {
      return "\"" + shown(value.stringValue()) + "\"";
    }
    if (value.isObject()) {
      return "an object";
    }
    if (value.isArray()) {
      return "an array";
    }
    return shown(value.toString());
  }

  private static String shown(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}", "?");
    return oneLine.length() <= SHOWN ? oneLine : oneLine.substring(0, SHOWN) + "...";
  }
}
