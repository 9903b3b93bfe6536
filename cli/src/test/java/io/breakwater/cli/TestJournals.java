package io.breakwater.cli;

import io.breakwater.journal.Arm;
import io.breakwater.journal.Comparison;
import io.breakwater.journal.Environment;
import io.breakwater.journal.Journal;
import io.breakwater.journal.Result;
import io.breakwater.journal.Status;
import io.breakwater.journal.SteadyState;
import io.breakwater.journal.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Small journals with figures to compare. */
final class TestJournals {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private TestJournals() {}

  /** A flap of 9 replicas in which plain jnats came in one wave and spread in slots. */
  static Journal flap() {
    return flap(3, arm("jnats", 2.0, 9, 0), arm("spread", 2.1, 1, 0));
  }

  static Journal flap(int outageSeconds, Arm... arms) {
    Journal journal =
        new Journal(
            "flap",
            Status.COMPLETED,
            null,
            START,
            START.plusSeconds(40),
            new Environment(2, null, null, "17", "2.9.10", "2.26.2", null),
            Map.of(Journal.OUTAGE_SECONDS, outageSeconds),
            "./breakwater drill flap",
            List.of(arms),
            null);
    return arms.length < 2
        ? journal
        : journal.withComparison(
            Comparison.of(journal, arms[0].name(), arms[arms.length - 1].name()));
  }

  static Arm arm(String name, double t100Seconds, int peak, int restarts) {
    return Arm.of(
        name,
        Map.of(),
        SteadyState.UNCHECKED,
        Result.builder()
            .replicas(9)
            .connected(9)
            .t100Seconds(t100Seconds)
            .peakAttemptsPer100ms(peak)
            .attempts(20L)
            .restarts(restarts)
            .build(),
        new Timeline(
            100,
            List.of(0, 4, 0, peak, 0, 1),
            null,
            null,
            null,
            null,
            List.of(new Timeline.Mark(Timeline.BROKER_DOWN, 0.2))));
  }
}
