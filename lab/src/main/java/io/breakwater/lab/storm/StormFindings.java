package io.breakwater.lab.storm;

import io.breakwater.journal.Arm;
import io.breakwater.journal.Result;
import io.breakwater.journal.SteadyState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What came of the arms of a storm, in words with their figures: pure. */
final class StormFindings {
  private final Set<String> promising;
  private final Duration limit;

  StormFindings(StormOptions options) {
    promising =
        options.arms().stream()
            .filter(arm -> arm.fleet().promises())
            .map(StormArm::name)
            .collect(Collectors.toUnmodifiableSet());
    limit = options.limit();
  }

  /**
   * Returns why a run that went to its end has failed; empty if it has not. All arms have to begin
   * in their steady state, or nothing was drilled; those that promise to come back have to.
   */
  Optional<String> failure(List<Arm> arms) {
    return arms.stream()
        .filter(
            arm ->
                !met(arm.steadyState().before())
                    || (promising.contains(arm.name()) && !met(arm.steadyState().after())))
        .findFirst()
        .map(arm -> arm.name() + ": " + of(arm));
  }

  private static boolean met(SteadyState.@Nullable Check check) {
    return check != null && check.met();
  }

  /** Returns what an arm did, in one line. */
  String of(Arm arm) {
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
