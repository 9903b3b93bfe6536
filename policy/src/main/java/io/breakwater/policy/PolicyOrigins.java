package io.breakwater.policy;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where the keys of a policy were given: lines of a file, or variables. For the errors of those who
 * find out later that a value is of no use, such as a file that is not there. Immutable.
 *
 * <p>All are equal: policies that say the same are the same, wherever they stand.
 */
public final class PolicyOrigins {
  /** Of a policy that was put together in code. */
  public static final PolicyOrigins NONE = new PolicyOrigins(Map.of());

  /** By the key's path. */
  private final Map<String, String> origins;

  private PolicyOrigins(Map<String, String> origins) {
    this.origins = origins;
  }

  static PolicyOrigins of(Map<PolicyKey, PolicyValues.Given> given) {
    Map<String, String> origins = new TreeMap<>();
    given.forEach((key, value) -> origins.put(key.path(), value.origin()));
    return new PolicyOrigins(origins);
  }

  /**
   * Returns an error that begins with a key and a colon with the key's place before it: {@code
   * breakwater.yaml:7: nats.tls.caFile: expected ...}; any other text, and that of a key that was
   * not given, as it is.
   */
  public String locate(String error) {
    int colon = error.indexOf(": ");
    String origin = colon < 0 ? null : origins.get(error.substring(0, colon));
    return origin == null ? error : origin + error.substring(colon);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PolicyOrigins;
  }

  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public String toString() {
    return "PolicyOrigins[]";
  }
}
