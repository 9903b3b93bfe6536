package io.breakwater.lab.drill;

import java.util.HashMap;
import java.util.Map;

/** The policy keys that a drill decides, whatever an arm says, as environment variables. */
public final class DecidedVariables {
  /** Where drills run everything. */
  public static final String LOOPBACK = "127.0.0.1";

  private DecidedVariables() {}

  /**
   * Returns the variables of one pod.
   *
   * @param probePort 1 to 65535
   */
  public static Map<String, String> of(String brokerUrl, String pod, int probePort) {
    Map<String, String> decided = new HashMap<>();
    decided.put("BREAKWATER_SERVICE", "drill");
    decided.put("BREAKWATER_NATS_SERVERS", brokerUrl);
    decided.put("BREAKWATER_NATS_NAME", pod);
    decided.put("BREAKWATER_PROBES_ADDRESS", LOOPBACK);
    decided.put("BREAKWATER_PROBES_PORT", Integer.toString(probePort));
    return decided;
  }
}
