package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AttemptStateTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  @Test
  void attempts_andTheirWaits_areOfOneOutage() {
    AttemptState third = AttemptState.NEW.began(0).began(5).began(7);
    assertThat(third.attempts()).isEqualTo(3);
    assertThat(third.previousWaitNanos()).isEqualTo(7);
    AttemptState next = third.ended(AttemptOutcome.CONNECTED, false, 10).disconnected(20);
    assertThat(next).isEqualTo(new AttemptState(0, 0, SitOut.NONE, true, 10));
  }

  @Test
  void overload_widens_unlessTheAttemptHadNoSlot_andAConnectedMinuteTakesOneStepBack() {
    AttemptState state =
        AttemptState.NEW
            .began(0)
            .ended(AttemptOutcome.OVERLOADED, true, 0)
            .began(1)
            .ended(AttemptOutcome.OVERLOADED, false, 0)
            .began(1)
            .ended(AttemptOutcome.OVERLOADED, false, 0)
            .began(1)
            .ended(AttemptOutcome.REFUSED, false, 0);
    assertThat(state.sitOutLevel()).isEqualTo(2);
    AttemptState connected = state.began(1).ended(AttemptOutcome.CONNECTED, false, MINUTE);
    assertThat(connected.sitOutLevel()).isEqualTo(2);
    assertThat(connected.disconnected(2 * MINUTE).sitOutLevel()).isEqualTo(1);
    assertThat(connected.disconnected(9 * MINUTE).sitOutLevel()).isEqualTo(SitOut.NONE);
  }

  @Test
  void theNextWait_isTheSchedules_forWhatIsRemembered() {
    AttemptSchedule growing = new FullJitterSchedule(SECOND, SECOND.multipliedBy(100));
    AttemptSchedule following = new DecorrelatedSchedule(SECOND, SECOND.multipliedBy(100));
    AttemptSchedule slotted =
        new SpreadSchedule(SECOND, SECOND.multipliedBy(100), Phase.ofRank(0, 2));
    AttemptState fresh = AttemptState.NEW;
    AttemptState later =
        fresh.began(TimeUnit.SECONDS.toNanos(9)).began(TimeUnit.SECONDS.toNanos(9));
    AttemptState overloaded = later.ended(AttemptOutcome.OVERLOADED, false, 0);
    assertThat(later.nextWaitNanos(growing, 0, 0.5))
        .isEqualTo(4 * fresh.nextWaitNanos(growing, 0, 0.5));
    assertThat(later.nextWaitNanos(following, 0, 0.5))
        .isGreaterThan(fresh.nextWaitNanos(following, 0, 0.5));
    assertThat(overloaded.nextWaitNanos(slotted, 1, 0.5))
        .isGreaterThan(later.nextWaitNanos(slotted, 1, 0.5));
    assertThat(later.nextWait(slotted, Instant.EPOCH.plusNanos(1), 0.5).toNanos())
        .isEqualTo(later.nextWaitNanos(slotted, 1, 0.5));
  }
}
