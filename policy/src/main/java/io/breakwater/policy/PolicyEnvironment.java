package io.breakwater.policy;

import io.breakwater.policy.PolicyValues.Given;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The policy keys among environment variables. */
final class PolicyEnvironment {
  static final String PREFIX = "BREAKWATER_";

  /** Other names with the prefix belong to the launcher and the drills, and are none of ours. */
  private static final Pattern OURS =
      Pattern.compile(PREFIX + "(NATS|STARTUP|RECONNECT|FLEET|BUFFER|OUTBOX|PROBES)_.+");

  /**
   * What Kubernetes puts into every container for each Service of the namespace: one that is called
   * breakwater-nats must not keep all pods from starting.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables">
   *     Kubernetes: Services, environment variables</a>
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".+_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

  private static final Pattern SERVICE_LINK_URL = Pattern.compile("(tcp|udp|sctp)://.+");

  private PolicyEnvironment() {}

  /**
   * Returns the values that the environment gives. A variable that is set to nothing counts as not
   * set: templates write it for a value they do not have.
   *
   * @param mistakes takes the variables that are none
   */
  static Map<PolicyKey, Given> read(Map<String, String> environment, Mistakes mistakes) {
    Map<PolicyKey, Given> given = new EnumMap<>(PolicyKey.class);
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (isServiceLink(name, variable.getValue())) {
        continue;
      }
      PolicyKey key = keyOf(name);
      if (key == null && OURS.matcher(name).matches()) {
        mistakes.add(
            new PolicyException(
                name
                    + ": not a policy variable"
                    + Suggestion.of(
                        name,
                        Arrays.stream(PolicyKey.values())
                            .map(PolicyKey::environmentVariable)
                            .toList())));
      }
      if (key != null && !variable.getValue().isBlank()) {
        given.put(key, new Given(name, items(key, variable.getValue())));
      }
    }
    return given;
  }

  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(name).matches()
        || (name.endsWith("_PORT") && SERVICE_LINK_URL.matcher(value).matches());
  }

  private static @Nullable PolicyKey keyOf(String name) {
    for (PolicyKey key : PolicyKey.values()) {
      if (key.environmentVariable().equals(name)) {
        return key;
      }
    }
    return null;
  }

  /** Returns the list that a single text stands for, in the file as in the environment. */
  static List<String> items(PolicyKey key, String text) {
    return key == PolicyKey.NATS_SERVERS ? List.of(text.split(",", -1)) : List.of(text);
  }

  /**
   * Returns the values of the file with those of the environment over them. Where the environment
   * says how to authenticate, the file's other way to do it goes with its value.
   */
  static Map<PolicyKey, Given> over(Map<PolicyKey, Given> file, Map<PolicyKey, Given> environment) {
    Map<PolicyKey, Given> merged = new EnumMap<>(PolicyKey.class);
    merged.putAll(file);
    for (List<PolicyKey> way : AuthenticationReader.WAYS) {
      if (given(environment, way)) {
        AuthenticationReader.WAYS.stream()
            .filter(other -> !other.equals(way))
            .forEach(other -> merged.keySet().removeAll(other));
      }
    }
    for (List<PolicyKey> pair : AuthenticationReader.INLINE_OR_FILE) {
      if (given(environment, pair)) {
        merged.keySet().removeAll(pair);
      }
    }
    merged.putAll(environment);
    return merged;
  }

  private static boolean given(Map<PolicyKey, Given> environment, List<PolicyKey> keys) {
    return keys.stream().anyMatch(environment::containsKey);
  }
}
