package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptOutcomeTest {

  /** The texts are those of errors.go and of closeConnection in nats-server 2.9 to 2.12. */
  @ParameterizedTest
  @CsvSource({
    "Authorization Violation, AUTH_REJECTED",
    "authorization violation for user, AUTH_REJECTED",
    "User Authentication Expired, AUTH_REJECTED",
    "User Authentication Revoked, AUTH_REJECTED",
    "Account Authentication Expired, AUTH_REJECTED",
    "Authentication Timeout, OVERLOADED",
    "Stale Connection, OVERLOADED",
    "maximum connections exceeded, LIMIT_EXCEEDED",
    "maximum account active connections exceeded, LIMIT_EXCEEDED",
    "Connection throttling is active, THROTTLED",
    "Secure Connection - TLS Required, TLS_FAILED",
    "Unknown Protocol Operation, PROTOCOL_ERROR",
    "-ERR 'Authorization Violation', AUTH_REJECTED",
    "'', PROTOCOL_ERROR",
  })
  void serverError(String text, AttemptOutcome outcome) {
    assertThat(AttemptOutcome.ofServerError(text)).isEqualTo(outcome);
  }
}
