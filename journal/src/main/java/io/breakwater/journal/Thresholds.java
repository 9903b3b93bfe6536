package io.breakwater.journal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate may cost at most; null is no limit. The ratios are those of {@link Comparison}.
 *
 * @param maxT100Ratio of the time until all were connected
 * @param maxTimeToReadyRatio of the time until all pods were ready
 * @param maxPeakRatio of the most attempts in any 100 ms
 * @param maxAttemptsRatio of all attempts
 * @param maxBrokerCpuRatio of the broker's processor time
 * @param maxRestarts container restarts of the candidate
 * @param maxLost messages that the candidate lost
 */
public record Thresholds(
    @Nullable Double maxT100Ratio,
    @Nullable Double maxTimeToReadyRatio,
    @Nullable Double maxPeakRatio,
    @Nullable Double maxAttemptsRatio,
    @Nullable Double maxBrokerCpuRatio,
    @Nullable Integer maxRestarts,
    @Nullable Long maxLost) {

  /** No limit at all. */
  public static final Thresholds NONE = new Thresholds(null, null, null, null, null, null, null);

  /**
   * One limit and what became of it.
   *
   * @param held if the candidate stayed within it
   * @param line a sentence with both figures
   */
  public record Check(boolean held, String line) {}

  /**
   * Returns a check for every limit that is set, in the order above. What was not measured does not
   * hold; a recovery time holds against a baseline that never recovered, processor time if both
   * used too little to compare.
   */
  public List<Check> check(
      Comparison ratios, @Nullable Result baseline, @Nullable Result candidate) {
    List<Check> checks = new ArrayList<>();
    recovery(checks, Measure.T100, ratios.t100Ratio(), maxT100Ratio, baseline, candidate);
    recovery(
        checks,
        Measure.TIME_TO_READY,
        ratios.timeToReadyRatio(),
        maxTimeToReadyRatio,
        baseline,
        candidate);
    ratio(checks, Measure.PEAK_100_MS, ratios.peakRatio(), maxPeakRatio);
    ratio(checks, Measure.ATTEMPTS, ratios.attemptsRatio(), maxAttemptsRatio);
    cpu(checks, ratios.brokerCpuRatio(), maxBrokerCpuRatio, baseline, candidate);
    count(checks, Measure.RESTARTS, maxRestarts, candidate);
    count(checks, Measure.LOST, maxLost, candidate);
    return List.copyOf(checks);
  }

  private static void recovery(
      List<Check> checks,
      Measure measure,
      @Nullable Double ratio,
      @Nullable Double limit,
      @Nullable Result baseline,
      @Nullable Result candidate) {
    boolean onlyCandidate =
        baseline != null
            && candidate != null
            && baseline.connected() != null
            && measure.of(baseline) == null
            && measure.of(candidate) != null;
    if (limit != null && onlyCandidate) {
      checks.add(new Check(true, measure.label() + ": the baseline never got there"));
    } else {
      ratio(checks, measure, ratio, limit);
    }
  }

  private static void cpu(
      List<Check> checks,
      @Nullable Double ratio,
      @Nullable Double limit,
      @Nullable Result baseline,
      @Nullable Result candidate) {
    Measure measure = Measure.BROKER_CPU;
    Double one = baseline == null ? null : measure.of(baseline);
    Double other = candidate == null ? null : measure.of(candidate);
    if (limit != null && one != null && other != null && measure.tooSmall(one, other)) {
      checks.add(
          new Check(
              true,
              measure.label()
                  + ": both under "
                  + measure.unit().format(Measure.LEAST_CPU_SECONDS)
                  + ", too little to compare"));
    } else {
      ratio(checks, measure, ratio, limit);
    }
  }

  private static void ratio(
      List<Check> checks, Measure measure, @Nullable Double ratio, @Nullable Double limit) {
    add(checks, measure.label() + ", over the baseline's", Unit.RATIO, ratio, limit);
  }

  private static void count(
      List<Check> checks, Measure measure, @Nullable Number limit, @Nullable Result candidate) {
    Double value = candidate == null ? null : measure.of(candidate);
    add(
        checks,
        measure.label(),
        measure.unit(),
        value,
        limit == null ? null : Double.valueOf(limit.doubleValue()));
  }

  private static void add(
      List<Check> checks, String label, Unit unit, @Nullable Double value, @Nullable Double limit) {
    if (limit != null) {
      String seen = value == null ? "not measured" : unit.format(value);
      checks.add(
          new Check(
              value != null && value <= limit,
              "%s: %s, at most %s".formatted(label, seen, unit.format(limit))));
    }
  }
}
