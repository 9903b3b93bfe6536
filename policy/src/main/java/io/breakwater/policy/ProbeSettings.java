package io.breakwater.policy;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The section {@code probes} of a policy.
 *
 * @param enabled whether there is a probe server; false for a second connection in one process, and
 *     for programs that no kubelet asks
 * @param address the local address that the probe server listens on
 * @param port 0 to 65535; 0 takes any free port, for tests
 * @param readiness what readiness needs
 * @param grace an outage up to this long leaves a replica ready; zero or positive
 * @param maxOutage an outage longer than this fails liveness; positive; empty: none does
 */
public record ProbeSettings(
    boolean enabled,
    String address,
    int port,
    ReadinessMode readiness,
    Duration grace,
    Optional<Duration> maxOutage) {

  /** What holds where nothing else is said. */
  public static final ProbeSettings DEFAULTS = PolicyReader.probes(PolicyValues.DEFAULTS);

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public ProbeSettings {
    Objects.requireNonNull(address, "address");
    Check.atLeast(port, 0, "port");
    if (port > 65_535) {
      throw new IllegalArgumentException("port must be at most 65535: " + port);
    }
    Objects.requireNonNull(readiness, "readiness");
    Check.notNegative(grace, "grace");
    maxOutage.ifPresent(outage -> Check.positive(outage, "maxOutage"));
  }

  /** Returns the same with or without a probe server. */
  public ProbeSettings withEnabled(boolean enabled) {
    return new ProbeSettings(enabled, address, port, readiness, grace, maxOutage);
  }

  /** Returns the same on another address. */
  public ProbeSettings withAddress(String address) {
    return new ProbeSettings(enabled, address, port, readiness, grace, maxOutage);
  }

  /** Returns the same on another port. */
  public ProbeSettings withPort(int port) {
    return new ProbeSettings(enabled, address, port, readiness, grace, maxOutage);
  }

  /** Returns the same with another need of readiness. */
  public ProbeSettings withReadiness(ReadinessMode readiness) {
    return new ProbeSettings(enabled, address, port, readiness, grace, maxOutage);
  }

  /** Returns the same with another grace. */
  public ProbeSettings withGrace(Duration grace) {
    return new ProbeSettings(enabled, address, port, readiness, grace, maxOutage);
  }

  /** Returns the same with a longest outage that liveness bears. */
  public ProbeSettings withMaxOutage(Duration maxOutage) {
    return new ProbeSettings(enabled, address, port, readiness, grace, Optional.of(maxOutage));
  }
}
