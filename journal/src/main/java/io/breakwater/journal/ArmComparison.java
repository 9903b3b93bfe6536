package io.breakwater.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares two arms. The candidate wins if it is better, beyond noise and {@link Floor}, in at
 * least one of the figures that decide and worse in none, and the other way round; better here and
 * worse there is a trade-off that only a person can settle, and is inconclusive. Restarts and the
 * recovery time always decide; after a cold start nothing else does, since knocking on a dead port
 * costs the broker nothing, and in a stall only who is left behind; else also the largest wave and
 * the lost messages.
 */
final class ArmComparison {
  private final String drill;
  private final Arm baseline;
  private final Arm candidate;
  private final List<String> reasons = new ArrayList<>();

  private ArmComparison(String drill, Arm baseline, Arm candidate) {
    this.drill = drill;
    this.baseline = baseline;
    this.candidate = candidate;
  }

  static Comparison compare(Journal first, String baseline, Journal second, String candidate) {
    Arm one = first.arm(baseline);
    Arm other = second.arm(candidate);
    refuseUnlike("drill", first.drill(), second.drill());
    refuseUnlike("outage (s)", outage(first), outage(second));
    Result left = one.result();
    Result right = other.result();
    if (left != null && right != null) {
      refuseUnlike("number of replicas", left.replicas(), right.replicas());
    }
    return new ArmComparison(first.drill(), one, other).compare(left, right);
  }

  private static void refuseUnlike(String what, @Nullable Object left, @Nullable Object right) {
    if (!Objects.equals(left, right)) {
      throw new JournalException(
          "arms cannot be compared: different %s (%s and %s), expected the same"
              .formatted(what, left == null ? "unknown" : left, right == null ? "unknown" : right));
    }
  }

  /** As a double: a file says 20 or 20.0 for the same outage. */
  private static @Nullable Object outage(Journal journal) {
    Object outage = journal.parameters().get(Journal.OUTAGE_SECONDS);
    return outage instanceof Number number ? (Object) number.doubleValue() : outage;
  }

  private Comparison compare(@Nullable Result left, @Nullable Result right) {
    Verdict verdict = left == null || right == null ? noResult(left) : judge(left, right);
    return new Comparison(
        baseline.name(),
        candidate.name(),
        ratio(Measure.T100, left, right),
        ratio(Measure.TIME_TO_READY, left, right),
        ratio(Measure.PEAK_100_MS, left, right),
        ratio(Measure.ATTEMPTS, left, right),
        ratio(Measure.BROKER_CPU, left, right),
        verdict,
        reasons);
  }

  private static @Nullable Double ratio(
      Measure measure, @Nullable Result baseline, @Nullable Result candidate) {
    Double below = baseline == null ? null : measure.of(baseline);
    Double above = candidate == null ? null : measure.of(candidate);
    return below == null || above == null || below == 0 || measure.tooSmall(below, above)
        ? null
        : above / below;
  }

  private Verdict noResult(@Nullable Result left) {
    reasons.add((left == null ? baseline : candidate).name() + " has no result.");
    return Verdict.INCONCLUSIVE;
  }

  private Verdict judge(Result left, Result right) {
    if (left.delivery() != null && right.delivery() != null) {
      return weigh(
          left,
          right,
          List.of(
              Measure.LOST,
              Measure.LOST_SILENTLY,
              Measure.DUPLICATED,
              Measure.REFUSED,
              Measure.MESSAGES_100_MS));
    }
    Measure recovery = Measure.recoveryOf(drill);
    boolean leftBack = recovery.of(left) != null;
    boolean rightBack = recovery.of(right) != null;
    if (leftBack && rightBack) {
      return weigh(left, right, deciding(recovery));
    }
    boolean known =
        (leftBack || recovery.missed(drill, left)) && (rightBack || recovery.missed(drill, right));
    if (!known) {
      reasons.add("It was not measured when both had recovered.");
      return Verdict.INCONCLUSIVE;
    }
    if (!leftBack && !rightBack) {
      reasons.add(
          "Neither recovered: " + count(baseline, left) + ", " + count(candidate, right) + ".");
      return Verdict.INCONCLUSIVE;
    }
    Arm winner = rightBack ? candidate : baseline;
    Arm loser = rightBack ? baseline : candidate;
    reasons.add(
        "%s recovered, %s did not (%s)."
            .formatted(winner.name(), loser.name(), count(loser, rightBack ? left : right)));
    return rightBack ? Verdict.CANDIDATE : Verdict.BASELINE;
  }

  private static String count(Arm arm, Result result) {
    return "%s had %s of %s connected".formatted(arm.name(), result.connected(), result.replicas());
  }

  private static List<Measure> deciding(Measure recovery) {
    return switch (recovery) {
      case TIME_TO_READY -> List.of(Measure.RESTARTS, recovery);
      case BLIND -> List.of(recovery, Measure.RESTARTS, Measure.ZOMBIES, Measure.CLOSED);
      default ->
          List.of(
              recovery,
              Measure.RESTARTS,
              Measure.PEAK_100_MS,
              Measure.LOST,
              Measure.ZOMBIES,
              Measure.CLOSED);
    };
  }

  private Verdict weigh(Result left, Result right, List<Measure> deciding) {
    int better = 0;
    int worse = 0;
    List<String> chance = new ArrayList<>();
    for (Measure measure : deciding) {
      Floor floor = Floor.of(measure, drill, baseline, candidate);
      Change change = Change.between(measure, measure.of(left), measure.of(right), floor);
      if (change == null) {
        continue;
      }
      if (change.judgement() == Change.Judgement.NEITHER) {
        if (!change.why().isEmpty()) {
          chance.add(sentence(measure, left, right, change.why()));
        }
        continue;
      }
      boolean gain = change.judgement() == Change.Judgement.BETTER;
      better += gain ? 1 : 0;
      worse += gain ? 0 : 1;
      reasons.add(sentence(measure, left, right, gain ? "better" : "worse"));
    }
    if (better > 0 && worse > 0) {
      reasons.add("Better in one and worse in another: a trade-off.");
    } else if (better + worse == 0) {
      reasons.add("No figure that decides differs by more than the noise of a run.");
    }
    reasons.addAll(chance);
    if (better > 0 == worse > 0) {
      return better > 0 ? Verdict.INCONCLUSIVE : Verdict.TIE;
    }
    return better > 0 ? Verdict.CANDIDATE : Verdict.BASELINE;
  }

  private String sentence(Measure measure, Result left, Result right, String said) {
    return "%s: %s %s, %s %s (%s)."
        .formatted(
            measure.label(),
            candidate.name(),
            measure.unit().format(Objects.requireNonNull(measure.of(right))),
            baseline.name(),
            measure.unit().format(Objects.requireNonNull(measure.of(left))),
            said);
  }
}
