package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.broker.Authentication;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.client.Breakwater;
import io.breakwater.client.Bus;
import io.breakwater.client.ConnectFailedException;
import io.breakwater.client.Events;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.Policies;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.LifecyclePolicyBuilder;
import io.breakwater.policy.StartupKind;
import io.breakwater.policy.StartupSettings;
import io.nats.client.AuthenticationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The server's no comes in milliseconds; jnats waits for the whole connect timeout all the same.
 */
@Timeout(120)
class Hazard15RejectedSlowlyTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(6);
  private static final Duration FRACTION = TIMEOUT.dividedBy(2);

  @Test
  void plainJnats_waitsForItsConnectTimeout() {
    try (NatsServer server = NatsServer.start(withPassword())) {
      long began = System.nanoTime();

      assertThatThrownBy(() -> connect(plain(server.url()).connectionTimeout(TIMEOUT)))
          .isInstanceOf(AuthenticationException.class);

      assertThat(since(began)).isGreaterThan(TIMEOUT.multipliedBy(9).dividedBy(10));
    }
  }

  @Test
  void theBus_endsTheAttemptAtOnce() {
    Events events = new Events();
    try (NatsServer server = NatsServer.start(withPassword())) {
      long began = System.nanoTime();

      assertThatThrownBy(() -> Bus.open(failFast(server).build(), events))
          .isInstanceOf(ConnectFailedException.class)
          .hasMessageContaining("Authorization Violation");

      assertThat(since(began)).isLessThan(FRACTION);
      await()
          .untilAsserted(
              () ->
                  assertThat(events.of(LifecycleEvent.Attempted.class))
                      .singleElement()
                      .satisfies(
                          attempt -> {
                            assertThat(attempt.outcome()).isEqualTo(AttemptOutcome.AUTH_REJECTED);
                            assertThat(attempt.took()).isLessThan(FRACTION);
                          }));
    }
  }

  @Test
  void theGuard_endsTheAttemptAtOnce() {
    try (NatsServer server = NatsServer.start(withPassword())) {
      long began = System.nanoTime();

      assertThatThrownBy(
              () -> connect(Breakwater.guard(plain(server.url()), failFast(server).build())))
          .isInstanceOf(AuthenticationException.class);

      assertThat(since(began)).isLessThan(FRACTION);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  private static ServerConfig withPassword() {
    return ServerConfig.builder()
        .authentication(new Authentication.Password("service", "right"))
        .build();
  }

  private static LifecyclePolicyBuilder failFast(NatsServer server) {
    return Policies.quick(server.url())
        .connectTimeout(TIMEOUT)
        .startup(StartupSettings.DEFAULTS.withPolicy(StartupKind.FAIL_FAST));
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
