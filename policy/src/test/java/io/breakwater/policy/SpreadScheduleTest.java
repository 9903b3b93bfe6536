package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A period of 10 s whose slot for this member starts 3 s in; 00:00:00 starts a period. */
class SpreadScheduleTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
  private static final SpreadSchedule SCHEDULE = schedule(Duration.ofMinutes(5), 0);

  @Test
  void beforeTheSlot_waitsForIt() {
    assertThat(firstWait(1000)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void afterTheSlot_waitsForTheNextPeriods() {
    assertThat(firstWait(4000)).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void outageJustBeforeTheSlot_usesIt() {
    assertThat(firstWait(2999)).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void exactlyOnTheSlot_waitsAWholePeriod() {
    assertThat(firstWait(3000)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void refusedInItsSlot_waitsForTheNextPeriods() {
    assertThat(nextWait(SCHEDULE, 3001, 0)).isEqualTo(Duration.ofMillis(9999));
  }

  @Test
  void wokenEarlyAndRefused_doesNotUseTheSlotTwice() {
    // The sleep ended 0.2 ms, and on a slewed clock 100 ms, before the wall clock showed the slot.
    Instant early = MIDNIGHT.plusMillis(3000).minusNanos(200_000);
    assertThat(SCHEDULE.nextWait(1, Duration.ZERO, 0, early, 0))
        .isEqualTo(Duration.ofSeconds(10).plusNanos(200_000));
    assertThat(nextWait(SCHEDULE, 2900, 0)).isEqualTo(Duration.ofMillis(10_100));
  }

  @Test
  void longAttempt_doesNotCostTheSlotAhead() {
    assertThat(nextWait(SCHEDULE, 2000, 0)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void sittingOut_attendsEveryFourthPeriodInTheSameSlot() {
    SpreadSchedule schedule = schedule(Duration.ofMinutes(5), 1);
    Instant now = MIDNIGHT;
    for (int round = 0; round < 5; round++) {
      Duration wait = schedule.nextWait(1, Duration.ZERO, 2, now, 0);
      Instant next = now.plus(wait);
      if (round > 0) {
        assertThat(wait).isEqualTo(Duration.ofSeconds(40));
      }
      assertThat(next.getEpochSecond() % 10).isEqualTo(3);
      assertThat(next.getEpochSecond() / 10 % 4).isEqualTo(1);
      now = next;
    }
  }

  @Test
  void freshOverload_letsWholePeriodsPass_thenAttendsItsOwn() {
    // Stagger 1 of 4: of periods 0, 1, 2, ... this member attends 1, 5, 9, ...
    SpreadSchedule schedule = schedule(Duration.ofMinutes(5), 1);
    // At level 1 it attended every odd period; period 7 overloaded, and level 2 begins.
    Instant failed = MIDNIGHT.plusSeconds(7 * 10 + 3 + 2);
    assertThat(failed.getEpochSecond() / 10 % 4).isEqualTo(3);
    Instant next = failed.plus(schedule.nextWait(1, Duration.ZERO, 2, failed, 0));
    assertThat(next).isEqualTo(MIDNIGHT.plusSeconds(13 * 10 + 3));
    assertThat(failed.plus(schedule.nextWait(0, Duration.ZERO, 2, failed, 0)))
        .as("a level that is left from another outage costs no more than its turn")
        .isEqualTo(MIDNIGHT.plusSeconds(9 * 10 + 3));
  }

  @Test
  void maxSpread_boundsTheFirstWaitOfALevelToo() {
    // Room for 5 periods: level 2 attends each 4th, and only one more may be let pass.
    SpreadSchedule schedule = schedule(Duration.ofSeconds(50), 1);
    assertThat(schedule.maxWait()).isLessThan(Duration.ofSeconds(51));
    for (int period = 0; period < 4; period++) {
      assertThat(nextWait(schedule, 10_000 * period + 3_001, 2))
          .isLessThanOrEqualTo(Duration.ofSeconds(50));
    }
  }

  @Test
  void fleetThatSitsOut_halvesItsRateInsteadOfReturningAsOne() {
    long inTheNextPeriod =
        IntStream.range(0, 100)
            .mapToObj(
                rank ->
                    new SpreadSchedule(
                        Duration.ofSeconds(10), Duration.ofMinutes(5), Phase.ofRank(rank, 100)))
            .filter(
                schedule ->
                    schedule
                            .nextWait(0, Duration.ZERO, 1, MIDNIGHT.minusNanos(1), 0)
                            .compareTo(Duration.ofSeconds(10))
                        <= 0)
            .count();
    assertThat(inTheNextPeriod).isEqualTo(50);
  }

  @Test
  void maxSpread_boundsTheWidening_butNotUnderOnePeriod() {
    assertThat(schedule(Duration.ofSeconds(45), 0).maxLevel()).isEqualTo(2);
    assertThat(schedule(Duration.ofSeconds(40), 0).maxLevel()).isEqualTo(2);
    assertThat(schedule(Duration.ofSeconds(39), 0).maxLevel()).isEqualTo(1);
    assertThat(schedule(Duration.ofSeconds(2), 0).maxLevel()).isZero();
    assertThat(nextWait(schedule(Duration.ofSeconds(2), 0), 4000, SitOut.MAX_LEVEL))
        .isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void beforeTheEpoch_slotsStillHold() {
    Instant past = Instant.ofEpochSecond(-1);
    assertThat(SCHEDULE.nextWait(0, Duration.ZERO, 0, past, 0)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void lameDuck_leavesInTheSamePhaseOfTheWindow_whateverThePeriodAndTheLevel() {
    Duration window = Duration.ofMinutes(2);
    assertThat(SCHEDULE.lameDuckWait(window, MIDNIGHT, 0.9)).isEqualTo(Duration.ofSeconds(36));
    assertThat(SCHEDULE.lameDuckWait(window, MIDNIGHT.plusSeconds(40), 0))
        .isEqualTo(Duration.ofSeconds(116));
  }

  @Test
  void lameDuck_withRanks_isASlotForEach() {
    Set<Duration> waits = new HashSet<>();
    for (int rank = 0; rank < 60; rank++) {
      SpreadSchedule member =
          new SpreadSchedule(Duration.ofSeconds(10), Duration.ofMinutes(5), Phase.ofRank(rank, 60));
      waits.add(member.lameDuckWait(Duration.ofMinutes(2), MIDNIGHT.minusNanos(1), 0));
    }
    assertThat(waits).hasSize(60).allMatch(wait -> wait.toMillis() % 2000 == 0);
  }

  private static SpreadSchedule schedule(Duration maxSpread, int stagger) {
    return new SpreadSchedule(Duration.ofSeconds(10), maxSpread, new Phase(0.3, stagger, true));
  }

  private static Duration firstWait(long millisIntoThePeriod) {
    return SCHEDULE.nextWait(
        0, Duration.ZERO, SitOut.NONE, MIDNIGHT.plusMillis(millisIntoThePeriod), 0);
  }

  private static Duration nextWait(SpreadSchedule schedule, long millis, int level) {
    return schedule.nextWait(1, Duration.ZERO, level, MIDNIGHT.plusMillis(millis), 0);
  }
}
