package io.breakwater.planner.facts;

import java.time.Duration;

/**
 * What plain jnats does where nobody says else: the constants of {@code io.nats.client.Options} of
 * jnats 2.26.2.
 */
public final class JnatsDefaults {
  /** {@code DEFAULT_RECONNECT_WAIT}. */
  public static final Duration WAIT = Duration.ofSeconds(2);

  /** {@code DEFAULT_CONNECTION_TIMEOUT}; nats.go has the same. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private static final Duration JITTER = Duration.ofMillis(100);
  private static final Duration JITTER_TLS = Duration.ofSeconds(1);

  private JnatsDefaults() {}

  /** Returns {@code DEFAULT_RECONNECT_JITTER}, or {@code DEFAULT_RECONNECT_JITTER_TLS}. */
  public static Duration jitter(boolean tls) {
    return tls ? JITTER_TLS : JITTER;
  }
}
