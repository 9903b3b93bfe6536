package io.breakwater.planner.facts;

import io.breakwater.policy.Named;
import java.time.Duration;

/**
 * What a connection proves itself with, and what that costs the broker in processor time, from the
 * first byte to the PONG. Measured with nats-server 2.9.10 and rounded up; {@code docs/storm.md}
 * has the journals.
 */
public enum Credential implements Named {
  /** Nothing at all. */
  NONE("none", Duration.ofNanos(150_000)),
  /** A password that stands in the broker's configuration as it is. */
  PASSWORD("password", Duration.ofNanos(150_000)),
  /** A signed nonce; also what a credentials file (JWT) comes down to. */
  NKEY("nkey", Duration.ofMillis(1)),
  /** A TLS handshake, with or without a client certificate. */
  TLS("tls", Duration.ofMillis(3)),
  /** A password that is hashed with bcrypt, at {@link #BCRYPT_COST}. */
  BCRYPT("bcrypt", Duration.ofMillis(130));

  /** The cost of NATS's own tool; each step doubles the time. */
  public static final int BCRYPT_COST = 11;

  private final String text;
  private final Duration handshake;

  Credential(String text, Duration handshake) {
    this.text = text;
    this.handshake = handshake;
  }

  @Override
  public String text() {
    return text;
  }

  /** Returns the processor time of one handshake; for bcrypt, at {@link #BCRYPT_COST}. */
  public Duration handshake() {
    return handshake;
  }

  /** Returns the processor time of one bcrypt check of that cost, in seconds. */
  public static double bcryptSeconds(int cost) {
    return BCRYPT.handshake.toNanos() / 1e9 * Math.pow(2, cost - BCRYPT_COST);
  }
}
