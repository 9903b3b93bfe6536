package io.breakwater.journal;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Two arms side by side. Every ratio is the candidate's figure over the baseline's, so that under 1
 * the candidate has less of it; a ratio is null when a side was not measured, or when the
 * baseline's figure is zero.
 *
 * @param baseline the name of the arm that is compared against
 * @param candidate the name of the arm that is judged
 * @param t100Ratio of the time until all were connected
 * @param timeToReadyRatio of the time until all pods were ready
 * @param peakRatio of the most attempts in any 100 ms
 * @param attemptsRatio of all attempts
 * @param brokerCpuRatio of the broker's processor time in the recovery window; also null if both
 *     are under 0.1 s, a few ticks of the clock
 * @param verdict which came back better
 * @param reasons the sentences behind the verdict, the deciding one first
 */
public record Comparison(
    String baseline,
    String candidate,
    @Nullable Double t100Ratio,
    @Nullable Double timeToReadyRatio,
    @Nullable Double peakRatio,
    @Nullable Double attemptsRatio,
    @Nullable Double brokerCpuRatio,
    Verdict verdict,
    List<String> reasons) {

  /**
   * Copies the reasons.
   *
   * @throws NullPointerException if a name or the verdict is null
   */
  public Comparison {
    Objects.requireNonNull(baseline, "baseline");
    Objects.requireNonNull(candidate, "candidate");
    Objects.requireNonNull(verdict, "verdict");
    reasons = reasons == null ? List.of() : List.copyOf(reasons);
  }

  /**
   * Compares two arms of one run.
   *
   * @throws JournalException if there is no such arm, or if the arms had different numbers of
   *     replicas
   */
  public static Comparison of(Journal journal, String baseline, String candidate) {
    return ArmComparison.compare(journal, baseline, journal, candidate);
  }

  /**
   * Compares an arm of one run with an arm of another.
   *
   * @throws JournalException if there is no such arm, or if drill, outage or number of replicas
   *     differ
   */
  public static Comparison of(Journal first, String baseline, Journal second, String candidate) {
    return ArmComparison.compare(first, baseline, second, candidate);
  }
}
