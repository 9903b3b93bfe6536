package io.breakwater.lab.storm;

import io.breakwater.journal.Arm;
import io.breakwater.journal.Result;
import io.breakwater.journal.SteadyState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What came of the arms of a storm, in words with their figures: pure. */
final class StormFindings {
  private final Set<String> promising;

  /** Rounds differ by a tenth even on a quiet machine; no schedule beats the bound by more. */
  private static final double CLEARLY_UNDER = 0.9;

  /** Processor time is told in hundredths of a second. */
  private static final double TELLING_SECONDS = 0.2;

  StormFindings(StormOptions options) {
    promising =
        options.arms().stream()
            .filter(arm -> arm.fleet().promises())
            .map(StormArm::name)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Returns why a run that went to its end has failed; empty if it has not. All arms have to begin
   * in their steady state, or nothing was drilled; those that promise to come back have to.
   */
  Optional<String> failure(List<Arm> arms, Duration limit) {
    return arms.stream()
        .filter(
            arm ->
                !met(arm.steadyState().before())
                    || (promising.contains(arm.name()) && !met(arm.steadyState().after())))
        .findFirst()
        .map(arm -> arm.name() + ": " + of(arm, limit));
  }

  /**
   * Returns what of the arms speaks against the figures, a line each: mostly a wrong C.
   *
   * @param cores of the broker; null if that is not known
   */
  static List<String> doubts(List<Arm> arms, @Nullable Integer cores) {
    List<String> doubts = new ArrayList<>(arms.stream().flatMap(StormFindings::doubts).toList());
    if (cores != null) {
      arms.stream().flatMap(arm -> idleBroker(arm, cores)).findFirst().ifPresent(doubts::add);
    }
    return doubts;
  }

  /** One arm is enough to say so: C is the same in all of them. */
  private static Stream<String> idleBroker(Arm arm, int cores) {
    Result result = arm.result();
    if (result == null || result.boundSeconds() == null || result.brokerCpuSeconds() == null) {
      return Stream.of();
    }
    double expected = cores * result.boundSeconds();
    double used = result.brokerCpuSeconds();
    if (result.t100Seconds() == null || expected < TELLING_SECONDS || used > expected / 2) {
      return Stream.of();
    }
    return Stream.of(
        String.format(
            Locale.ROOT,
            "C is not the broker's: %s took %.2f s of its processor time, and %.2f s is what it has"
                + " in N/C. The clients needed the rest: see --broker-cores",
            arm.name(),
            used,
            expected));
  }

  private static Stream<String> doubts(Arm arm) {
    List<String> doubts = new ArrayList<>();
    Result result = arm.result();
    Double ratio = result == null ? null : result.ratio();
    if (result != null && ratio != null && ratio < CLEARLY_UNDER) {
      doubts.add(
          String.format(
              Locale.ROOT,
              "C is not valid: %s was back in %.2f of the bound, which no schedule can beat, so the"
                  + " broker does at least %.1f/s; the machine was busy when C was measured."
                  + " Measure again",
              arm.name(),
              ratio,
              Objects.requireNonNull(result.capacityPerSecond()) / ratio));
    }
    Double allowed = result == null ? null : result.boundAttemptsPer100ms();
    Integer peak = result == null ? null : result.peakAttemptsPer100ms();
    // Timers and sockets are late by some ms even where nothing else runs.
    if (allowed != null && peak != null && peak > 2 * allowed + 1) {
      doubts.add(
          String.format(
              Locale.ROOT,
              "%s: %d attempts in some 100 ms, where its policy allows %.0f: the replicas were"
                  + " late, the machine was busy",
              arm.name(),
              peak,
              allowed));
    }
    return doubts.stream();
  }

  private static boolean met(SteadyState.@Nullable Check check) {
    return check != null && check.met();
  }

  /** Returns what an arm did, in one line. */
  String of(Arm arm, Duration limit) {
    Result result = arm.result();
    SteadyState.Check before = arm.steadyState().before();
    if (result == null || !met(before)) {
      return "did not reach its steady state" + (before == null ? "" : ": " + before.detail());
    }
    if (result.t100Seconds() == null) {
      return "%d of %d back within %d s, %s"
          .formatted(result.connected(), result.replicas(), limit.toSeconds(), live(result));
    }
    String back =
        String.format(
            Locale.ROOT,
            "all %d back in %.1f s, %.2f of the bound",
            result.replicas(),
            result.t100Seconds(),
            result.ratio());
    SteadyState.Check after = arm.steadyState().after();
    return met(after) ? back : back + (after == null ? "" : ", but then " + after.detail());
  }

  private static String live(Result result) {
    return String.format(
        Locale.ROOT,
        "%.1f attempts that met a live broker per replica",
        result.liveAttemptsPerReplica());
  }
}
