package io.breakwater.broker;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a server is to be: an immutable value, made with {@link #builder()}.
 *
 * @param name the server's name, unique in a cluster, without spaces; null lets the server choose
 * @param host the address it listens on, 127.0.0.1 unless told otherwise
 * @param port the client port; 0 picks a free one
 * @param monitoringPort the HTTP monitoring port; 0 picks a free one; empty is none
 * @param storage where JetStream keeps its files, if it is on
 * @param authentication how clients prove who they are
 * @param tls the TLS settings; null is plain TCP
 * @param cluster its place in a cluster; null stands alone
 * @param settings further top-level settings by their configuration key, values already rendered
 * @param extraLines configuration lines that are appended as they are. Logging must not be
 *     redirected there: readiness and errors are read from the server's output
 * @param processors the numbers of the processors that it is kept on, on Linux alone; empty is
 *     wherever the system likes
 */
public record ServerConfig(
    @Nullable String name,
    String host,
    int port,
    OptionalInt monitoringPort,
    Storage storage,
    Authentication authentication,
    @Nullable Tls tls,
    @Nullable ClusterSettings cluster,
    Map<String, String> settings,
    List<String> extraLines,
    List<Integer> processors) {

  /**
   * Checks the ports and the processors, and copies the collections.
   *
   * @throws IllegalArgumentException if a port is not within 0 to 65535, or a processor negative
   */
  public ServerConfig {
    checkPort("port", port);
    monitoringPort.ifPresent(number -> checkPort("monitoringPort", number));
    settings = Map.copyOf(settings);
    extraLines = List.copyOf(extraLines);
    processors = List.copyOf(processors);
    if (processors.stream().anyMatch(number -> number < 0)) {
      throw new IllegalArgumentException("processors must be 0 or more: " + processors);
    }
  }

  /**
   * Returns a builder with the defaults: loopback, a free port, no monitoring, no JetStream,
   * everybody may connect.
   */
  public static ServerConfigBuilder builder() {
    return new ServerConfigBuilder();
  }

  /** Returns a builder that starts from this configuration. */
  public ServerConfigBuilder toBuilder() {
    return new ServerConfigBuilder(this);
  }

  private static void checkPort(String what, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(what + " must be 0 to 65535: " + port);
    }
  }
}
