package io.breakwater.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts a {@link LifecyclePolicy} together in code. What is not said has its default; service and
 * servers have none. Not for use by several threads at once.
 */
public final class LifecyclePolicyBuilder {
  private String service = "";
  private List<ServerUrl> servers = List.of();
  private String name = "";
  private Duration connectTimeout =
      PolicyValues.DEFAULTS.positiveDuration(PolicyKey.NATS_CONNECT_TIMEOUT);
  private Authentication authentication = new Authentication.Anonymous();
  private Optional<TlsSettings> tls = Optional.empty();
  private StartupSettings startup = StartupSettings.DEFAULTS;
  private ReconnectSettings reconnect = ReconnectSettings.DEFAULTS;
  private FleetSettings fleet = FleetSettings.DEFAULTS;
  private BufferPolicy buffer = BufferPolicy.DEFAULTS;
  private OutboxPolicy outbox = OutboxPolicy.DEFAULTS;
  private ProbeSettings probes = ProbeSettings.DEFAULTS;
  private PolicyOrigins origins = PolicyOrigins.NONE;

  LifecyclePolicyBuilder() {}

  LifecyclePolicyBuilder(LifecyclePolicy policy) {
    service = policy.service();
    startup = policy.startup();
    reconnect = policy.reconnect();
    fleet = policy.fleet();
    buffer = policy.buffer();
    outbox = policy.outbox();
    probes = policy.probes();
    origins = policy.origins();
    nats(policy.nats());
  }

  /** Sets the service's name. */
  public LifecyclePolicyBuilder service(String service) {
    this.service = service;
    return this;
  }

  /**
   * Sets the servers.
   *
   * @throws PolicyException if one is no URL of a NATS server
   */
  public LifecyclePolicyBuilder servers(String... urls) {
    try {
      servers = Stream.of(urls).map(ServerUrl::parse).toList();
    } catch (IllegalArgumentException wrong) {
      throw new PolicyException(PolicyKey.NATS_SERVERS.path() + ": " + wrong.getMessage());
    }
    return this;
  }

  /** Sets the connection's name; without one it is the service's name and the host's. */
  public LifecyclePolicyBuilder name(String name) {
    this.name = name;
    return this;
  }

  /** Sets the time for one attempt. */
  public LifecyclePolicyBuilder connectTimeout(Duration connectTimeout) {
    this.connectTimeout = connectTimeout;
    return this;
  }

  /** Sets how the connection says who it is. */
  public LifecyclePolicyBuilder authentication(Authentication authentication) {
    this.authentication = authentication;
    return this;
  }

  /** Sets the files of TLS. */
  public LifecyclePolicyBuilder tls(TlsSettings tls) {
    this.tls = Optional.of(tls);
    return this;
  }

  /** Sets servers, name, connect timeout, authentication and TLS at once. */
  public LifecyclePolicyBuilder nats(NatsSettings nats) {
    servers = nats.servers();
    name = nats.name();
    connectTimeout = nats.connectTimeout();
    authentication = nats.authentication();
    tls = nats.tls();
    return this;
  }

  /** Sets how to start. */
  public LifecyclePolicyBuilder startup(StartupSettings startup) {
    this.startup = startup;
    return this;
  }

  /** Sets how to come back. */
  public LifecyclePolicyBuilder reconnect(ReconnectSettings reconnect) {
    this.reconnect = reconnect;
    return this;
  }

  /** Sets what is known of the fleet. */
  public LifecyclePolicyBuilder fleet(FleetSettings fleet) {
    this.fleet = fleet;
    return this;
  }

  /** Sets what to hold during an outage. */
  public LifecyclePolicyBuilder buffer(BufferPolicy buffer) {
    this.buffer = buffer;
    return this;
  }

  /** Sets how to keep what must arrive. */
  public LifecyclePolicyBuilder outbox(OutboxPolicy outbox) {
    this.outbox = outbox;
    return this;
  }

  /** Sets how to answer a kubelet. */
  public LifecyclePolicyBuilder probes(ProbeSettings probes) {
    this.probes = probes;
    return this;
  }

  /**
   * Returns the policy.
   *
   * @throws PolicyException if service or servers are missing, or if settings contradict each other
   */
  public LifecyclePolicy build() {
    if (service.isBlank()) {
      throw new PolicyException("service: missing");
    }
    try {
      String connectionName = name.isBlank() ? service + "-" + HostName.of(System.getenv()) : name;
      return new LifecyclePolicy(
          service,
          new NatsSettings(servers, connectTimeout, connectionName, authentication, tls),
          startup,
          reconnect,
          fleet,
          buffer,
          outbox,
          probes,
          origins);
    } catch (IllegalArgumentException contradiction) {
      throw new PolicyException("nats: " + contradiction.getMessage());
    }
  }
}
