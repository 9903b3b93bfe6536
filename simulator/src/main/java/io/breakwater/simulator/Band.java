package io.breakwater.simulator;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * What chance makes of a figure: its median, and between which bounds it lies in nine runs of ten.
 * A time that never came is infinite.
 *
 * @param low the 5th percentile
 * @param median the 50th percentile
 * @param high the 95th percentile
 */
public record Band(double low, double median, double high) {
  private static final double TAIL = 0.05;

  /**
   * Returns the band of the figures of several runs.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Band of(DoubleStream figures) {
    double[] sorted = figures.toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("a band needs at least one figure");
    }
    Arrays.sort(sorted);
    int edge = (int) (TAIL * sorted.length);
    return new Band(sorted[edge], sorted[sorted.length / 2], sorted[sorted.length - 1 - edge]);
  }

  /** Returns if a figure lies within the bounds. */
  public boolean holds(double figure) {
    return low <= figure && figure <= high;
  }

  /** Returns the same, each figure multiplied. */
  public Band times(double factor) {
    return new Band(low * factor, median * factor, high * factor);
  }
}
