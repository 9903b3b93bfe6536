package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fleets that take their broker for faster than it is, or itself for smaller. */
class OverloadTest {
  private static final double RATE = 14.5;

  /** With 2 s, a wave is lost once the broker is 2 s behind; the bounds are what a model showed. */
  @ParameterizedTest(name = "C told over C {0}, connect timeout {1} s: {2} x N/C at most")
  @CsvSource({
    "1, 2, 1.1",
    "1.25, 2, 3.6",
    "1.5, 2, 3",
    "2, 2, 2.3",
    "3, 2, 4",
    "4, 2, 6",
    "1.25, 10, 1.1",
    "2, 10, 2.3",
    "4, 10, 6",
  })
  void capacityToldTooHigh_allComeBack_afterAFewPeriods(
      double factor, int timeoutSeconds, double most) {
    double back = new Fleet(150, RATE * factor, timeoutSeconds).recoverySeconds(RATE, 0.3);
    assertThat(back).isLessThan(most * 150 / RATE);
  }

  @Property(tries = 200)
  void whateverIsToldWrongly_theFleetComesBack_beforeTwelveTimesTheBound(
      @ForAll @IntRange(min = 10, max = 300) int replicas,
      @ForAll @DoubleRange(min = 0.25, max = 8) double factor,
      @ForAll @IntRange(min = 2, max = 10) int timeoutSeconds,
      @ForAll @DoubleRange(max = 1, maxIncluded = false) double moment) {
    double period = replicas / (SpreadPeriod.RANKED_LOAD * RATE * factor);
    double back = new Fleet(replicas, RATE * factor, timeoutSeconds).recoverySeconds(RATE, moment);
    assertThat(back).isLessThan(12 * Math.max(replicas / RATE, period) + 2 * timeoutSeconds);
  }

  /** Ranked members, each with its schedule and its level, at a {@link BusyBroker}. */
  private record Fleet(int replicas, double rateTold, int timeoutSeconds) {
    double recoverySeconds(double rate, double moment) {
      SpreadSchedule[] schedules = new SpreadSchedule[replicas];
      ReconnectSettings settings = ReconnectSettings.DEFAULTS.withWaitTime(Duration.ofMillis(10));
      for (int rank = 0; rank < replicas; rank++) {
        FleetFacts facts = FleetFacts.of(replicas, rateTold, rank);
        schedules[rank] = (SpreadSchedule) settings.schedule(facts, "", false);
      }
      long up = (long) (moment * schedules[0].period().toNanos());
      return new BusyBroker(schedules, rate, Duration.ofSeconds(timeoutSeconds)).recovery(up) / 1e9;
    }
  }
}
