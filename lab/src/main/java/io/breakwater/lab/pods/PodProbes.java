package io.breakwater.lab.pods;

import io.breakwater.policy.Probe;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a pod is probed. Without a startup probe a container counts as started as soon as
 * it runs; without a readiness probe it is ready as soon as it is started.
 *
 * @param host the host name or address of the probe server
 * @param port the TCP port of the probe server; 1 to 65535
 * @param startup the startup probe, or null
 * @param readiness the readiness probe, or null
 * @param liveness the liveness probe, or null
 */
public record PodProbes(
    String host,
    int port,
    @Nullable Probe startup,
    @Nullable Probe readiness,
    @Nullable Probe liveness) {

  /**
   * Checks the port.
   *
   * @throws IllegalArgumentException if the port is out of its range
   */
  public PodProbes {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("probe port must be 1 to 65535: " + port);
    }
  }

  /** Returns host and port as in a URL. */
  String authority() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Returns the probe of a kind, or null if the pod has none. */
  public @Nullable Probe get(ProbeKind kind) {
    return switch (kind) {
      case STARTUP -> startup;
      case READINESS -> readiness;
      case LIVENESS -> liveness;
    };
  }
}
