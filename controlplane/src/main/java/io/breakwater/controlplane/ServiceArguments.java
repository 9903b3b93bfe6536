package io.breakwater.controlplane;

import io.breakwater.policy.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a service was started with.
 *
 * @param policyFile the policy file; empty if environment variables say it all
 * @param heartbeat the time between two heartbeats; positive
 */
record ServiceArguments(Optional<Path> policyFile, Duration heartbeat) {
  /** The environment variable that names the policy file where no argument does. */
  static final String POLICY_VARIABLE = "BREAKWATER_POLICY";

  /** The environment variable for the time between two heartbeats. */
  static final String HEARTBEAT_VARIABLE = "BREAKWATER_HEARTBEAT_INTERVAL";

  private static final String DEFAULT_HEARTBEAT = "5s";

  /**
   * Returns what the arguments say, or the environment where they say nothing.
   *
   * @throws IllegalArgumentException if an argument is unknown, lacks its value or has a wrong one;
   *     the message is one line
   */
  static ServiceArguments parse(List<String> arguments, Map<String, String> environment) {
    Optional<Path> policy =
        Optional.ofNullable(environment.get(POLICY_VARIABLE))
            .filter(file -> !file.isBlank())
            .map(Path::of);
    Duration heartbeat =
        duration(
            HEARTBEAT_VARIABLE, environment.getOrDefault(HEARTBEAT_VARIABLE, DEFAULT_HEARTBEAT));
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--policy" -> policy = Optional.of(Path.of(value(option, rest)));
        case "--heartbeat" -> heartbeat = duration(option, value(option, rest));
        default ->
            throw new IllegalArgumentException(
                "unknown argument " + option + ", expected --policy FILE or --heartbeat DURATION");
      }
    }
    return new ServiceArguments(policy, heartbeat);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + ": expected a value");
    }
    return rest.next();
  }

  private static Duration duration(String source, String text) {
    return DurationText.parse(text)
        .filter(duration -> !duration.isZero())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    source + ": expected a duration such as 5s or 100ms, got \"" + text + "\""));
  }
}
