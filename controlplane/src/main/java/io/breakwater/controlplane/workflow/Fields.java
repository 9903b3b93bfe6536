package io.breakwater.controlplane.workflow;

import io.breakwater.policy.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The fields of one JSON object; what is wrong is noted with its path, and the default returned.
 */
final class Fields {
  private final JsonNode object;
  private final String path;
  private final Problems problems;

  /** Notes fields that are not known, too: a typo must not pass for a default. */
  Fields(JsonNode object, String path, Set<String> known, Problems problems) {
    this.object = object;
    this.path = path;
    this.problems = problems;
    if (!object.isObject()) {
      problems.add(path, "expected an object, got " + kind(object));
      return;
    }
    for (String name : object.propertyNames()) {
      if (!known.contains(name)) {
        problems.add(at(name), "unknown field, expected one of " + String.join(", ", known));
      }
    }
  }

  String at(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private @Nullable JsonNode value(String field) {
    JsonNode value = object.get(field);
    return value == null || value.isNull() ? null : value;
  }

  boolean has(String field) {
    return value(field) != null;
  }

  JsonNode json(String field) {
    JsonNode value = value(field);
    return value == null ? JsonNodeFactory.instance.nullNode() : value;
  }

  @Nullable String text(String field, Predicate<String> valid, String expected) {
    JsonNode value = value(field);
    if (value == null) {
      return null;
    }
    if (!value.isString() || !valid.test(value.stringValue())) {
      problems.add(at(field), "expected " + expected + ", got " + shown(value));
      return null;
    }
    return value.stringValue();
  }

  int number(String field, int otherwise, int from, int to) {
    JsonNode value = value(field);
    if (value == null) {
      return otherwise;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < from
        || value.intValue() > to) {
      problems.add(
          at(field),
          "expected a whole number from " + from + " to " + to + ", got " + shown(value));
      return otherwise;
    }
    return value.intValue();
  }

  boolean flag(String field) {
    JsonNode value = value(field);
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      problems.add(at(field), "expected true or false, got " + shown(value));
      return false;
    }
    return value.booleanValue();
  }

  @Nullable Duration duration(String field, Duration longest) {
    JsonNode value = value(field);
    if (value == null) {
      return null;
    }
    Duration duration =
        value.isString() ? DurationText.parse(value.stringValue()).orElse(null) : null;
    if (duration == null || duration.toMillis() < 1 || duration.compareTo(longest) > 0) {
      problems.add(
          at(field),
          "expected a duration such as 5s or 100ms, at most "
              + DurationText.format(longest)
              + ", got "
              + shown(value));
      return null;
    }
    return duration;
  }

  List<JsonNode> list(String field) {
    JsonNode value = value(field);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      problems.add(at(field), "expected a list, got " + shown(value));
      return List.of();
    }
    return List.copyOf(value.values());
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    List<JsonNode> elements = list(field);
    for (int i = 0; i < elements.size(); i++) {
      JsonNode element = elements.get(i);
      if (element.isString()) {
        texts.add(element.stringValue());
      } else {
        problems.add(at(field) + "[" + i + "]", "expected a text, got " + shown(element));
      }
    }
    return List.copyOf(texts);
  }

  Map<String, String> pairs(String field, int most, int longest) {
    JsonNode value = value(field);
    if (value == null) {
      return Map.of();
    }
    if (!value.isObject() || value.size() > most) {
      problems.add(at(field), "expected an object of at most " + most + " texts");
      return Map.of();
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> pair : value.properties()) {
      String key = pair.getKey();
      JsonNode text = pair.getValue();
      if (!text.isString() || text.stringValue().length() > longest || key.length() > longest) {
        problems.add(
            at(field) + "." + cut(key), "expected a text of at most " + longest + " characters");
      } else {
        pairs.put(key, text.stringValue());
      }
    }
    return Map.copyOf(pairs);
  }

  private static String shown(JsonNode value) {
    return value.isContainer() ? kind(value) : cut(value.toString());
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT, POJO -> "an object";
      case NULL, MISSING -> "nothing";
      case STRING, BINARY -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
    };
  }

  private static String cut(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
