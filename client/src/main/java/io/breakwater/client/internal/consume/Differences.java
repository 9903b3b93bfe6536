package io.breakwater.client.internal.consume;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In what two configurations differ. Both are compared as jnats writes them; what the told one does
 * not set is the server's choice, except what selects messages.
 */
final class Differences {
  /** Matter only when a consumer is made. */
  private static final Set<String> AT_CREATION =
      Set.of("deliver_policy", "opt_start_seq", "opt_start_time");

  /** Change nothing in what is consumed. */
  private static final Set<String> REMARKS = Set.of("description", "metadata", "name");

  /** Differ also when the told configuration does not have them. */
  private static final Set<String> FILTERS = Set.of("filter_subject", "filter_subjects");

  /** With this the server decides. */
  private static final Set<String> UNSET = Set.of("-1", "0", "[]", "null");

  private Differences() {}

  /** Returns the differences of a stream, each as {@code key: told x, there y}. */
  static List<String> of(StreamConfiguration told, StreamConfiguration there) {
    return of(fields(told.toJson()), fields(there.toJson()), REMARKS);
  }

  /** Returns the differences of a consumer, but for where it began. */
  static List<String> of(ConsumerConfiguration told, ConsumerConfiguration there) {
    Set<String> ignored = new HashSet<>(REMARKS);
    ignored.addAll(AT_CREATION);
    List<String> found = of(fields(told.toJson()), fields(there.toJson()), ignored);
    if (there.getMaxDeliver() > 0) {
      found.add("max_deliver: told none, there " + there.getMaxDeliver());
    }
    return found;
  }

  private static List<String> of(
      Map<String, JsonValue> told, Map<String, JsonValue> there, Set<String> ignored) {
    Set<String> keys = new HashSet<>(told.keySet());
    FILTERS.stream().filter(there::containsKey).forEach(keys::add);
    List<String> found = new ArrayList<>();
    keys.stream()
        .filter(key -> !ignored.contains(key))
        .sorted()
        .forEach(
            key -> {
              String wanted = text(told.get(key));
              String has = text(there.get(key));
              boolean free = UNSET.contains(wanted) && !FILTERS.contains(key);
              if (!free && !wanted.equals(has)) {
                found.add(key + ": told " + wanted + ", there " + has);
              }
            });
    return found;
  }

  private static Map<String, JsonValue> fields(String json) {
    Map<String, JsonValue> map = JsonParser.parseUnchecked(json).map;
    return map == null ? Map.of() : map;
  }

  /** Returns a value as text; the order in a list means nothing. */
  private static String text(@Nullable JsonValue value) {
    if (value == null) {
      return "null";
    }
    if (value.array != null) {
      return value.array.stream().map(JsonValue::toJson).sorted().toList().toString();
    }
    return value.toJson();
  }
}
