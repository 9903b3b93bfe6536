package io.breakwater.journal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a figure differs from the baseline's.
 *
 * @param text such as "19× less", "+12 %"; empty if it rounds to nothing or is not to be told
 * @param judgement if that is for the better
 * @param why why a difference beyond {@link #NOISE} is not judged, such as "within the probe's
 *     period"; empty otherwise
 */
public record Change(String text, Judgement judgement, String why) {

  /**
   * The difference, as a share, that a run on a shared machine shows by itself; within it, nothing
   * is called better or worse. A choice of ours, not a measured figure.
   */
  static final double NOISE = 0.10;

  /** If a change is for the better. */
  public enum Judgement {
    /** Better than the baseline, beyond the noise. */
    BETTER,
    /** Worse than the baseline, beyond the noise. */
    WORSE,
    /** Neither. */
    NEITHER
  }

  /** Returns the judgement as a word to append, such as " · better"; empty if there is none. */
  public String word() {
    return switch (judgement) {
      case BETTER -> " · better";
      case WORSE -> " · worse";
      case NEITHER -> "";
    };
  }

  /** Returns the text with the judgement or with why there is none, where there is room. */
  public String line() {
    return text + word() + (text.isEmpty() || why.isEmpty() ? "" : " · ") + why;
  }

  /** Returns the change between two figures; null if they are equal or not both measured. */
  static @Nullable Change between(
      Measure measure, @Nullable Double baseline, @Nullable Double candidate, Floor floor) {
    if (baseline == null
        || candidate == null
        || baseline.equals(candidate)
        || measure.unit() == Unit.FLAG) {
      return null;
    }
    if (measure.tooSmall(baseline, candidate)) {
      return new Change("", Judgement.NEITHER, "a few clock ticks");
    }
    String text = text(measure.unit(), baseline, candidate);
    Judgement judgement = judge(measure, baseline, candidate);
    boolean chance = Math.abs(candidate - baseline) < floor.difference();
    return judgement != Judgement.NEITHER && chance
        ? new Change(text, Judgement.NEITHER, floor.why())
        : new Change(text, judgement, "");
  }

  private static Judgement judge(Measure measure, double baseline, double candidate) {
    boolean noise = Math.abs(candidate - baseline) <= NOISE * Math.max(baseline, candidate);
    if (noise || measure.better() == Measure.Better.NEITHER) {
      return Judgement.NEITHER;
    }
    boolean lower = candidate < baseline;
    return lower == (measure.better() == Measure.Better.LOWER) ? Judgement.BETTER : Judgement.WORSE;
  }

  private static String text(Unit unit, double baseline, double candidate) {
    boolean less = candidate < baseline;
    if (baseline == 0 || candidate == 0) {
      return (less ? "−" : "+") + unit.format(Math.abs(candidate - baseline));
    }
    double factor = less ? baseline / candidate : candidate / baseline;
    if (factor >= 2) {
      return String.format(Locale.ROOT, "%,.1f×", factor) + (less ? " less" : " more");
    }
    long percent = Math.round(100 * Math.abs(candidate / baseline - 1));
    return percent == 0 ? "" : (less ? "−" : "+") + percent + " %";
  }
}
