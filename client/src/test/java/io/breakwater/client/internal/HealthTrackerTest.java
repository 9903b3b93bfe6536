package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.client.BusState;
import io.breakwater.client.Health;
import io.breakwater.policy.AttemptOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HealthTrackerTest {
  private static final long OPENED = -5_000_000_000L; // the monotonic clock may be negative
  private final HealthTracker tracker = new HealthTracker(OPENED);

  @Test
  void opened_isAnOutageFromTheStart() {
    Health health = after(3);
    assertThat(health.state()).isEqualTo(BusState.CONNECTING);
    assertThat(health.started()).isFalse();
    assertThat(health.outageAge()).isEqualTo(Duration.ofSeconds(3));
    assertThat(health.server()).isNull();
    assertThat(health.lastOutcome()).isNull();
    assertThat(health.outcomes()).isEmpty();
  }

  @Test
  void firstConnection_isNoReconnect_howeverManyAttemptsItTook() {
    tracker.attempted(AttemptOutcome.REFUSED, "Connection refused");
    tracker.attempted(AttemptOutcome.CONNECTED, null);
    assertThat(tracker.connected("nats://a:1", at(2))).isEqualTo(BusState.CONNECTING);
    Health health = after(10);
    assertThat(health.connected()).isTrue();
    assertThat(health.started()).isTrue();
    assertThat(health.outageAge()).isZero();
    assertThat(health.attempts()).isEqualTo(2);
    assertThat(health.reconnects()).isZero();
    assertThat(health.lastOutcome()).isEqualTo(AttemptOutcome.CONNECTED);
    assertThat(health.lastCause()).isEqualTo("Connection refused");
    assertThat(tracker.outage(at(10))).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void outage_countsAnewItsAttemptsAndItsAge_butNotTheOutcomes() {
    tracker.attempted(AttemptOutcome.CONNECTED, null);
    tracker.connected("nats://a:1", at(1));
    assertThat(tracker.disconnected(at(10))).isTrue();
    tracker.attempted(AttemptOutcome.REFUSED, "x");
    tracker.attempted(AttemptOutcome.REFUSED, "x");
    Health out = after(14);
    assertThat(out.state()).isEqualTo(BusState.DISCONNECTED);
    assertThat(out.started()).isTrue();
    assertThat(out.server()).isEqualTo("nats://a:1");
    assertThat(out.outageAge()).isEqualTo(Duration.ofSeconds(4));
    assertThat(out.attempts()).isEqualTo(2);
    assertThat(tracker.connected("nats://b:2", at(15))).isEqualTo(BusState.DISCONNECTED);
    assertThat(after(16).reconnects()).isEqualTo(1);
    assertThat(after(16).outcomes())
        .isEqualTo(Map.of(AttemptOutcome.CONNECTED, 1L, AttemptOutcome.REFUSED, 2L));
  }

  @Test
  void repeatedReports_areNoTransitions() {
    assertThat(tracker.disconnected(at(1))).as("was never connected").isFalse();
    tracker.connected("nats://a:1", at(1));
    assertThat(tracker.connected("nats://a:1", at(2))).isNull();
    assertThat(tracker.disconnected(at(3))).isTrue();
    assertThat(tracker.disconnected(at(4))).isFalse();
    assertThat(after(5).outageAge()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void closed_isTheEnd() {
    tracker.connected("nats://a:1", at(1));
    assertThat(tracker.closed(at(2))).isTrue();
    assertThat(tracker.closed(at(3))).isFalse();
    assertThat(tracker.connected("nats://a:1", at(4))).isNull();
    assertThat(tracker.disconnected(at(5))).isFalse();
    assertThat(tracker.state()).isEqualTo(BusState.CLOSED);
  }

  @Test
  void machinery_isAliveAsLongAsItShowsItself() {
    tracker.alive(at(10));
    assertThat(tracker.health(at(12), Duration.ofSeconds(2)).alive()).isTrue();
    assertThat(tracker.health(at(12) + 1, Duration.ofSeconds(2)).alive()).isFalse();
  }

  private Health after(int seconds) {
    return tracker.health(at(seconds), Duration.ofHours(1));
  }

  private static long at(int seconds) {
    return OPENED + TimeUnit.SECONDS.toNanos(seconds);
  }
}
