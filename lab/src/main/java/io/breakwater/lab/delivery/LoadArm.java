package io.breakwater.lab.delivery;

import io.breakwater.lab.drill.ArmSpec;
import io.breakwater.lab.drill.PolicySummary;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.PolicyException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client under test.
 *
 * @param spec its name, its kind and its policy
 */
public record LoadArm(ArmSpec spec) {
  /** The arm of plain jnats whose service publishes again what failed, as most do. */
  public static final String JNATS_RETRY = "jnats-retry";

  /**
   * Returns the arm of that name, or of the policy file at that path.
   *
   * @throws PolicyException if it is none, or if the file is wrong; the message is one line
   */
  public static LoadArm of(String text) {
    return new LoadArm(
        text.equals(JNATS_RETRY)
            ? new ArmSpec(JNATS_RETRY, ArmSpec.Client.JNATS, Optional.empty(), Map.of())
            : ArmSpec.of(text));
  }

  /** Returns the names that need no file. */
  public static List<String> names() {
    return Stream.concat(Stream.of(JNATS_RETRY), ArmSpec.names().stream()).toList();
  }

  String name() {
    return spec.name();
  }

  /** Returns if it is Breakwater's bus, which has to keep its promise. */
  boolean isBus() {
    return spec.client() == ArmSpec.Client.BUS;
  }

  /** Returns if its service publishes again what failed. */
  boolean repeats() {
    return name().equals(JNATS_RETRY);
  }

  /**
   * Returns the variables of a policy that the drill decides.
   *
   * @param url the broker
   * @param connection its name
   * @param more what else the drill decides, such as the buffer's capacity
   */
  static Map<String, String> decided(String url, String connection, Map<String, String> more) {
    Map<String, String> decided = new HashMap<>(more);
    decided.put("BREAKWATER_SERVICE", "drill");
    decided.put("BREAKWATER_NATS_SERVERS", url);
    decided.put("BREAKWATER_NATS_NAME", connection);
    decided.put("BREAKWATER_PROBES_ENABLED", "false");
    return decided;
  }

  /** Returns what a journal says of it. */
  Map<String, @Nullable Object> summary(Map<String, String> decided) {
    if (!isBus()) {
      Map<String, @Nullable Object> summary =
          new LinkedHashMap<>(PolicySummary.ofJnats(PolicySummary.JNATS_CONNECT_TIMEOUT));
      summary.put("failedPublishes", repeats() ? "published again" : "given up");
      return summary;
    }
    LifecyclePolicy policy = spec.policy(decided);
    Map<String, @Nullable Object> summary = new LinkedHashMap<>(PolicySummary.of(policy));
    summary.put("bufferBytes", policy.buffer().capacityBytes());
    summary.put("overflow", policy.buffer().overflow().text());
    summary.put(
        "drainRate",
        policy.buffer().drainRate().isPresent()
            ? policy.buffer().drainRate().getAsDouble() + "/s"
            : "auto");
    return summary;
  }
}
