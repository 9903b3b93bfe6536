package io.breakwater.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Builds a {@link ServerConfig}. Not thread-safe; the server checks ranges not named here. */
public final class ServerConfigBuilder {

  private @Nullable String name;
  private String host = "127.0.0.1";
  private int port;
  private OptionalInt monitoringPort = OptionalInt.empty();
  private Storage storage = new Storage.None();
  private Authentication authentication = new Authentication.None();
  private @Nullable Tls tls;
  private @Nullable ClusterSettings cluster;
  private final Map<String, String> settings = new HashMap<>();
  private final List<String> extraLines = new ArrayList<>();
  private List<Integer> processors = List.of();

  ServerConfigBuilder() {}

  ServerConfigBuilder(ServerConfig config) {
    name = config.name();
    host = config.host();
    port = config.port();
    monitoringPort = config.monitoringPort();
    storage = config.storage();
    authentication = config.authentication();
    tls = config.tls();
    cluster = config.cluster();
    settings.putAll(config.settings());
    extraLines.addAll(config.extraLines());
    processors = config.processors();
  }

  /** Sets the server's name. */
  public ServerConfigBuilder name(String serverName) {
    name = serverName;
    return this;
  }

  /** Sets the address to listen on. */
  public ServerConfigBuilder host(String address) {
    host = address;
    return this;
  }

  /** Sets the client port, 0 to 65535; 0 picks a free one. */
  public ServerConfigBuilder port(int number) {
    port = number;
    return this;
  }

  /** Turns HTTP monitoring on, on a free port. */
  public ServerConfigBuilder monitoring() {
    return monitoringPort(0);
  }

  /** Turns HTTP monitoring on; port 0 picks a free one. */
  public ServerConfigBuilder monitoringPort(int number) {
    monitoringPort = OptionalInt.of(number);
    return this;
  }

  /** Turns JetStream on, in a directory that is removed when the server is closed. */
  public ServerConfigBuilder jetStream() {
    storage = new Storage.Temporary();
    return this;
  }

  /** Turns JetStream on, in a directory that is kept. */
  public ServerConfigBuilder jetStream(Path directory) {
    storage = new Storage.Directory(directory);
    return this;
  }

  /** Sets how clients prove who they are. */
  public ServerConfigBuilder authentication(Authentication kind) {
    authentication = kind;
    return this;
  }

  /** Turns TLS on; null turns it off. */
  public ServerConfigBuilder tls(@Nullable Tls tlsSettings) {
    tls = tlsSettings;
    return this;
  }

  /** Makes it part of a cluster; null makes it stand alone. */
  public ServerConfigBuilder cluster(@Nullable ClusterSettings place) {
    cluster = place;
    return this;
  }

  /** Sets how many clients may be connected. */
  public ServerConfigBuilder maxConnections(int connections) {
    return set("max_connections", Integer.toString(connections));
  }

  /** Sets the largest message, in bytes. */
  public ServerConfigBuilder maxPayload(int bytes) {
    return set("max_payload", Integer.toString(bytes));
  }

  /** Sets over how long a lame duck lets its clients go; nats-server wants at least 30 s. */
  public ServerConfigBuilder lameDuckDuration(Duration duration) {
    return set("lame_duck_duration", ConfigText.duration(duration));
  }

  /** Sets how long a lame duck waits before it closes the first client; less than the duration. */
  public ServerConfigBuilder lameDuckGracePeriod(Duration duration) {
    return set("lame_duck_grace_period", ConfigText.duration(duration));
  }

  /** Sets how often the server pings an idle client. */
  public ServerConfigBuilder pingInterval(Duration duration) {
    return set("ping_interval", ConfigText.duration(duration));
  }

  /** Sets how long a write to a client may block before it counts as a slow consumer. */
  public ServerConfigBuilder writeDeadline(Duration duration) {
    return set("write_deadline", ConfigText.duration(duration));
  }

  /** Appends one line of server configuration as it is. */
  public ServerConfigBuilder extraLine(String line) {
    extraLines.add(line);
    return this;
  }

  /** Keeps it on the processors of these numbers; none is wherever the system likes. */
  public ServerConfigBuilder processors(List<Integer> numbers) {
    processors = List.copyOf(numbers);
    return this;
  }

  /**
   * Returns the configuration.
   *
   * @throws IllegalArgumentException if a port is out of range, or a processor negative
   */
  public ServerConfig build() {
    return new ServerConfig(
        name,
        host,
        port,
        monitoringPort,
        storage,
        authentication,
        tls,
        cluster,
        settings,
        extraLines,
        processors);
  }

  private ServerConfigBuilder set(String key, String rendered) {
    settings.put(key, rendered);
    return this;
  }
}
