package io.breakwater.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One figure of two sides that were measured in turn, round by round. The medians are what counts:
 * whatever else the machine does hits single rounds.
 *
 * @param figure what was measured
 * @param unit of both values
 * @param sides what was compared: {@code bus / jnats}
 * @param value the median of the first side
 * @param reference the median of the second side
 * @param ratio the median of the rounds' own ratios, first to second; null if the second side has a
 *     zero
 * @param bound what was promised; null if nothing was
 * @param values of the first side, by round
 * @param references of the second side, by round
 */
record Comparison(
    String figure,
    String unit,
    String sides,
    double value,
    double reference,
    @Nullable Double ratio,
    @Nullable Bound bound,
    List<Double> values,
    List<Double> references) {

  /**
   * A promise.
   *
   * @param text such as {@code ratio >= 0.95}
   * @param held if it holds
   */
  record Bound(String text, boolean held) {}

  /** Compares two sides; there is at least one round, and both sides have as many. */
  static Comparison of(
      String figure, String unit, String sides, List<Double> values, List<Double> references) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < values.size(); round++) {
      ratios.add(values.get(round) / references.get(round));
    }
    boolean comparable = ratios.stream().allMatch(ratio -> Double.isFinite(ratio));
    return new Comparison(
        figure,
        unit,
        sides,
        median(values),
        median(references),
        comparable ? median(ratios) : null,
        null,
        List.copyOf(values),
        List.copyOf(references));
  }

  /** Returns the same with the promise that the ratio is at least this large. */
  Comparison ratioAtLeast(double limit) {
    return bounded("ratio >= " + limit, ratio != null && ratio >= limit);
  }

  /** Returns the same with the promise that the first side is below a limit. */
  Comparison below(double limit) {
    return bounded("< " + limit + " " + unit, value < limit);
  }

  /** Returns the same with the promise that the first side exceeds the second by less than this. */
  Comparison exceedsByLessThan(double limit) {
    return bounded("excess < " + limit + " " + unit, value - reference < limit);
  }

  /** Returns if nothing was promised, or it holds. */
  boolean held() {
    return bound == null || bound.held();
  }

  private Comparison bounded(String text, boolean held) {
    return new Comparison(
        figure, unit, sides, value, reference, ratio, new Bound(text, held), values, references);
  }

  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no values: " + Arrays.toString(sorted));
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
