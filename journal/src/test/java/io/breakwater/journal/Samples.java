package io.breakwater.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Journals with made-up figures, for tests of this module only. */
final class Samples {
  private Samples() {}

  static Environment environment() {
    return new Environment(
        2, 8L << 30, "Debian GNU/Linux 12 (bookworm), amd64", "17.0.15", "2.9.10", "2.26.2", "0.1");
  }

  static SteadyState held() {
    return new SteadyState(
        new SteadyState.Check("all 9 replicas connected and ready", true, "9 of 9"),
        new SteadyState.Check("all 9 replicas connected for 5 s, liveness green", true, "9 of 9"));
  }

  static Journal flap() {
    Result jnats =
        result(9, 9, 4.3)
            .attempts(27L)
            .attemptsPerReplica(3.0)
            .outcomes(Map.of("CONNECTED", 9L, "REFUSED", 18L))
            .peakAttemptsPer100ms(9)
            .peakAttemptsPerSecond(9)
            .attemptsPerMinute(108.0)
            .brokerCpuSeconds(1.31)
            .accepted(30_000L)
            .lost(6_012L)
            .duplicated(0L)
            .build();
    Result spread =
        result(9, 9, 2.1)
            .attempts(18L)
            .attemptsPerReplica(2.0)
            .outcomes(Map.of("CONNECTED", 9L, "REFUSED", 9L))
            .peakAttemptsPer100ms(2)
            .peakAttemptsPerSecond(8)
            .attemptsPerMinute(72.0)
            .boundAttemptsPer100ms(2.0)
            .brokerCpuSeconds(1.24)
            .accepted(30_000L)
            .lost(0L)
            .duplicated(0L)
            .build();
    return journal(
        "flap",
        "breakwater drill flap --arm jnats --arm spread --outage 5s",
        arm("jnats", jnats, Shapes.flapTimeline(2000, 60, 9)),
        arm("spread", spread, Shapes.flapTimeline(2000, 0, 9)));
  }

  /** Three arms, the first of which never recovers. */
  static Journal threeArms() {
    Journal two = flap();
    Arm never =
        arm(
            "fixed wait of 2 s, no jitter",
            result(9, 0, null).attempts(99L).peakAttemptsPer100ms(9).build(),
            Shapes.neverBack(9));
    List<Arm> arms = List.of(never, two.arms().get(0), two.arms().get(1));
    Journal journal =
        new Journal(
            "flap",
            Status.COMPLETED,
            null,
            two.start(),
            two.end(),
            environment(),
            two.parameters(),
            two.command(),
            arms,
            null);
    return journal.withComparison(Comparison.of(journal, never.name(), "spread"));
  }

  static Journal coldStart() {
    Arm failFast =
        new Arm(
            "fail-fast",
            Map.of("startup", "fail-fast"),
            held(),
            Result.builder()
                .replicas(9)
                .connected(9)
                .connectTimeoutSeconds(10.0)
                .restarts(27)
                .crashLoopBackOffSeconds(412.4)
                .timeToReadySeconds(38.2)
                .attempts(36L)
                .outcomes(Map.of("CONNECTED", 9L, "REFUSED", 27L))
                .peakAttemptsPer100ms(4)
                .peakAttemptsPerSecond(9)
                .readinessWentRed(false)
                .livenessFailures(0)
                .brokerDownAtSeconds(0.0)
                .brokerUpAtSeconds(20.0)
                .build(),
            Shapes.coldStartTimeline(38.2, 9),
            Shapes.crashing(9),
            List.of("Nine JVMs start on two cores; the first restart comes at once."));
    Arm retry =
        new Arm(
            "retry-within-budget",
            Map.of("startup", "retry-within-budget", "budgetSeconds", 105),
            held(),
            Result.builder()
                .replicas(9)
                .connected(9)
                .connectTimeoutSeconds(10.0)
                .restarts(0)
                .crashLoopBackOffSeconds(0.0)
                .timeToReadySeconds(1.9)
                .attempts(90L)
                .outcomes(Map.of("CONNECTED", 9L, "REFUSED", 81L))
                .peakAttemptsPer100ms(2)
                .peakAttemptsPerSecond(6)
                .readinessWentRed(false)
                .livenessFailures(0)
                .brokerDownAtSeconds(0.0)
                .brokerUpAtSeconds(20.0)
                .build(),
            Shapes.coldStartTimeline(1.9, 9),
            Shapes.waiting(9),
            List.of());
    return journal("cold-start", "breakwater drill cold-start --outage 20s", failFast, retry);
  }

  static Journal journal(String drill, @Nullable String command, Arm baseline, Arm candidate) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put("replicas", 9);
    parameters.put(Journal.OUTAGE_SECONDS, 20);
    parameters.put("connectTimeoutSeconds", 10);
    parameters.put("auth", "password");
    parameters.put("limitSeconds", null);
    Journal journal =
        new Journal(
            drill,
            Status.COMPLETED,
            null,
            Instant.parse("2026-01-02T03:04:05Z"),
            Instant.parse("2026-01-02T03:05:25Z"),
            environment(),
            parameters,
            command,
            new ArrayList<>(List.of(baseline, candidate)),
            null);
    return journal.withComparison(Comparison.of(journal, baseline.name(), candidate.name()));
  }

  static Arm arm(String name, @Nullable Result result, @Nullable Timeline timeline) {
    return Arm.of(name, Map.of("shape", name), held(), result, timeline);
  }

  static ResultBuilder result(int replicas, int connected, @Nullable Double t100) {
    return Result.builder()
        .replicas(replicas)
        .connected(connected)
        .t50Seconds(t100 == null ? null : t100 / 2)
        .t99Seconds(t100)
        .t100Seconds(t100)
        .connectTimeoutSeconds(10.0)
        .restarts(0)
        .readinessWentRed(true)
        .livenessFailures(0)
        .brokerDownAtSeconds(5.0)
        .brokerUpAtSeconds(25.0)
        .establishedRttP99Millis(new Result.Rtt(0.4, 11.0));
  }
}
