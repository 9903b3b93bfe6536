package io.breakwater.controlplane;

import io.breakwater.policy.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a service was started with: {@code --option VALUE}, or the environment variable {@code
 * BREAKWATER_OPTION} where the argument is missing.
 *
 * @param values what was said, by the option's name without dashes
 */
public record ServiceArguments(Map<String, String> values) {
  /** The policy file; every service has it. */
  static final String POLICY = "policy";

  /** The time between two heartbeats; every service has it. */
  static final String HEARTBEAT = "heartbeat";

  /** How many servers keep a copy of each stream; every service has it. */
  static final String REPLICAS = "replicas";

  /** Where metrics are served, if they are; every service has it. */
  static final String METRICS = "metrics";

  private static final Set<String> COMMON = Set.of(POLICY, HEARTBEAT, REPLICAS, METRICS);
  private static final String DEFAULT_HEARTBEAT = "5s";

  /** Copies the map. */
  public ServiceArguments {
    values = Map.copyOf(values);
  }

  /**
   * Returns what the arguments say, or the environment where they say nothing.
   *
   * @param options what this service has, beside what all have
   * @throws IllegalArgumentException if an argument is unknown or lacks its value; the message is
   *     one line
   */
  static ServiceArguments parse(
      List<String> arguments, Map<String, String> environment, Set<String> options) {
    Set<String> known = new TreeSet<>(COMMON);
    known.addAll(options);
    Map<String, String> values = new LinkedHashMap<>();
    for (String option : known) {
      String value = environment.get(variable(option));
      if (value != null && !value.isBlank()) {
        values.put(option, value);
      }
    }
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      String option = argument.startsWith("--") ? argument.substring(2) : "";
      if (!known.contains(option)) {
        throw new IllegalArgumentException(
            "unknown argument " + argument + ", expected --" + String.join(", --", known));
      }
      if (!rest.hasNext()) {
        throw new IllegalArgumentException(argument + ": expected a value");
      }
      values.put(option, rest.next());
    }
    return new ServiceArguments(values);
  }

  private static String variable(String option) {
    return option.equals(HEARTBEAT)
        ? "BREAKWATER_HEARTBEAT_INTERVAL"
        : "BREAKWATER_" + option.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** Returns the policy file; empty if environment variables say it all. */
  Optional<Path> policyFile() {
    return text(POLICY).map(Path::of);
  }

  /** Returns the time between two heartbeats. */
  public Duration heartbeat() {
    return duration(HEARTBEAT, DEFAULT_HEARTBEAT);
  }

  /** Returns how many servers keep a copy of each stream. */
  public int replicas() {
    return number(REPLICAS, 1, 1, 5);
  }

  /** Returns what was said for an option. */
  public Optional<String> text(String option) {
    return Optional.ofNullable(values.get(option));
  }

  /**
   * Returns a number.
   *
   * @throws IllegalArgumentException if it is none, or out of its range
   */
  public int number(String option, int otherwise, int from, int to) {
    String text = values.get(option);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text.trim());
      if (number >= from && number <= to) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw wrong(option, "a number from " + from + " to " + to);
  }

  /**
   * Returns a duration that is not zero.
   *
   * @throws IllegalArgumentException if it is none
   */
  public Duration duration(String option, String otherwise) {
    return DurationText.parse(values.getOrDefault(option, otherwise))
        .filter(duration -> !duration.isZero())
        .orElseThrow(() -> wrong(option, "a duration such as 5s or 100ms"));
  }

  /** Returns a list of texts that are separated by commas; empty if nothing was said. */
  public List<String> list(String option) {
    List<String> items = new ArrayList<>();
    for (String item : values.getOrDefault(option, "").split(",", -1)) {
      if (!item.isBlank()) {
        items.add(item.trim());
      }
    }
    return items;
  }

  /**
   * Returns pairs such as {@code a=1,b=2}; empty if nothing was said.
   *
   * @throws IllegalArgumentException if one has no equals sign, or nothing before it
   */
  public Map<String, String> pairs(String option) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String item : list(option)) {
      int equals = item.indexOf('=');
      if (equals < 1) {
        throw wrong(option, "pairs such as a=1,b=2");
      }
      pairs.put(item.substring(0, equals).trim(), item.substring(equals + 1).trim());
    }
    return pairs;
  }

  private IllegalArgumentException wrong(String option, String expected) {
    return new IllegalArgumentException(
        "--" + option + ": expected " + expected + ", got \"" + values.get(option) + "\"");
  }
}
