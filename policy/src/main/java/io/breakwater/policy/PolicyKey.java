package io.breakwater.policy;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every key of a policy, with its default as the file would write it. The one list that the file,
 * the environment, the suggestions in errors and the manual are held to.
 */
public enum PolicyKey {
  /** The name of the service. */
  SERVICE("service", null),
  /** The servers. */
  NATS_SERVERS("nats.servers", null),
  /** The time for one attempt. */
  NATS_CONNECT_TIMEOUT("nats.connectTimeout", "10s"),
  /** The connection's name. */
  NATS_NAME("nats.name", null),
  /** The user. */
  NATS_USER("nats.user", null),
  /** The password. */
  NATS_PASSWORD("nats.password", null),
  /** The file of the password. */
  NATS_PASSWORD_FILE("nats.passwordFile", null),
  /** The token. */
  NATS_TOKEN("nats.token", null),
  /** The file of the token. */
  NATS_TOKEN_FILE("nats.tokenFile", null),
  /** The credentials file. */
  NATS_CREDENTIALS_FILE("nats.credentialsFile", null),
  /** The file of the NKey seed. */
  NATS_NKEY_FILE("nats.nkeyFile", null),
  /** The trusted certificates. */
  NATS_TLS_CA_FILE("nats.tls.caFile", null),
  /** The client's certificate. */
  NATS_TLS_CERTIFICATE_FILE("nats.tls.certificateFile", null),
  /** The client's key. */
  NATS_TLS_KEY_FILE("nats.tls.keyFile", null),
  /** The password of the client's key. */
  NATS_TLS_KEY_PASSWORD_FILE("nats.tls.keyPasswordFile", null),
  /** The startup policy. */
  STARTUP_POLICY("startup.policy", "retry-within-budget"),
  /** The passes of the startup budget. */
  STARTUP_PASSES("startup.passes", "3"),
  /** The margin of the startup budget. */
  STARTUP_MARGIN("startup.margin", "15s"),
  /** The moment of the first attempt. */
  STARTUP_FIRST_ATTEMPT("startup.firstAttempt", "immediate"),
  /** The time for the process to come up. */
  STARTUP_PROCESS_START("startup.processStart", "30s"),
  /** The shape of the schedule. */
  RECONNECT_SHAPE("reconnect.shape", "spread"),
  /** The wait, the base or the least period. */
  RECONNECT_WAIT("reconnect.wait", PolicyValues.AUTO),
  /** The jitter. */
  RECONNECT_JITTER("reconnect.jitter", "500ms"),
  /** The jitter over TLS. */
  RECONNECT_JITTER_TLS("reconnect.jitterTls", "2s"),
  /** The bound of the widening. */
  RECONNECT_MAX_SPREAD("reconnect.maxSpread", "5m"),
  /** The cap of the exponential shapes. */
  RECONNECT_CAP("reconnect.cap", "30s"),
  /** The time to leave a server that is about to stop. */
  RECONNECT_LAME_DUCK_WINDOW("reconnect.lameDuckWindow", "2m"),
  /** The attempts after which a server leaves the pool. */
  RECONNECT_MAX_ATTEMPTS("reconnect.maxAttempts", PolicyValues.UNLIMITED),
  /** N. */
  FLEET_CONNECTIONS("fleet.connections", PolicyValues.AUTO),
  /** C. */
  FLEET_CONNECT_RATE("fleet.connectRate", PolicyValues.AUTO),
  /** The part of C. */
  FLEET_SHARE("fleet.share", "1.0"),
  /** The rank. */
  FLEET_RANK("fleet.rank", PolicyValues.AUTO),
  /** The bytes of the buffer. */
  BUFFER_CAPACITY("buffer.capacity", "8MiB"),
  /** The messages of the buffer. */
  BUFFER_MAX_MESSAGES("buffer.maxMessages", "65536"),
  /** What a full buffer does. */
  BUFFER_OVERFLOW("buffer.overflow", "reject"),
  /** The wait of a blocked publish. */
  BUFFER_TIMEOUT("buffer.timeout", "5s"),
  /** The rate of the drain. */
  BUFFER_DRAIN_RATE("buffer.drainRate", PolicyValues.AUTO),
  /** Where the outbox is kept on disk. */
  OUTBOX_DIRECTORY("outbox.directory", null),
  /** The bytes of the outbox on disk. */
  OUTBOX_MAX_BYTES("outbox.maxBytes", "256MiB"),
  /** The age at which a message expires. */
  OUTBOX_MAX_AGE("outbox.maxAge", "2m"),
  /** The messages that wait for their acknowledgement. */
  OUTBOX_WINDOW("outbox.window", "1024"),
  /** Whether there is a probe server. */
  PROBES_ENABLED("probes.enabled", "true"),
  /** The local address of the probe server. */
  PROBES_ADDRESS("probes.address", "0.0.0.0"),
  /** The port of the probe server. */
  PROBES_PORT("probes.port", "8086"),
  /** What readiness needs. */
  PROBES_READINESS("probes.readiness", "connected"),
  /** The outage that leaves a replica ready. */
  PROBES_GRACE("probes.grace", "0s"),
  /** The outage that fails liveness. */
  PROBES_MAX_OUTAGE("probes.maxOutage", PolicyValues.UNLIMITED);

  private final String path;
  private final @Nullable String defaultText;

  PolicyKey(String path, @Nullable String defaultText) {
    this.path = path;
    this.defaultText = defaultText;
  }

  /** Returns the key as the file nests it, with dots: {@code reconnect.wait}. */
  public String path() {
    return path;
  }

  /** Returns the default as the file would write it; empty if there is none to write. */
  public Optional<String> defaultText() {
    return Optional.ofNullable(defaultText);
  }

  /**
   * Returns the environment variable that wins over the file: {@code BREAKWATER_RECONNECT_WAIT}.
   */
  public String environmentVariable() {
    String words = path.replace('.', '_').replaceAll("([a-z])([A-Z])", "$1_$2");
    return PolicyEnvironment.PREFIX + words.toUpperCase(Locale.ROOT);
  }

  /** Returns if a value of this key is never shown. */
  boolean secret() {
    return this == NATS_PASSWORD || this == NATS_TOKEN;
  }
}
