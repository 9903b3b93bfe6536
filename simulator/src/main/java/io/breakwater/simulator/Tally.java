package io.breakwater.simulator;

import io.breakwater.policy.AttemptOutcome;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts what one fleet does from the first fault on. Not thread-safe. */
final class Tally {
  /** The length of a bin, as in the timelines of drills. */
  static final long BIN = 100_000_000L;

  /** The length of the longer window of which the peak is kept. */
  static final long SECOND = 1_000_000_000L;

  private static final long NOT_YET = -1;

  private final SlidingPeak perTenth = new SlidingPeak(BIN);
  private final SlidingPeak perSecond = new SlidingPeak(SECOND);
  private final Map<AttemptOutcome, Count> outcomes = new EnumMap<>(AttemptOutcome.class);
  private final long[] backAt;
  private final int first;
  private int[] attemptBins = new int[256];
  private int[] connectedBins = new int[256];
  private long attempts;
  private long liveAttempts;
  private int connected;

  private static final class Count {
    private long value;
  }

  /**
   * Creates it; all replicas are connected.
   *
   * @param first the number of its first replica
   * @param replicas how many there are
   */
  Tally(int first, int replicas) {
    this.first = first;
    connected = replicas;
    backAt = new long[replicas];
    for (AttemptOutcome outcome : AttemptOutcome.values()) {
      outcomes.put(outcome, new Count());
    }
  }

  void attempt(long at, boolean live) {
    attempts++;
    liveAttempts += live ? 1 : 0;
    perTenth.add(at);
    perSecond.add(at);
    attemptBins = count(attemptBins, at, 1);
  }

  /**
   * Attempts at equal distances that are refused for certain. The peaks do not see them: whoever
   * leaves attempts out has shown it a whole period of the same.
   */
  void refused(long from, long distance, long count) {
    attempts += count;
    of(AttemptOutcome.REFUSED).value += count;
    for (long i = 0, at = from; i < count; i++, at += distance) {
      attemptBins = count(attemptBins, at, 1);
    }
  }

  void outcome(AttemptOutcome outcome) {
    of(outcome).value++;
  }

  private Count of(AttemptOutcome outcome) {
    return Objects.requireNonNull(outcomes.get(outcome));
  }

  void disconnected(int replica, long at) {
    connected--;
    backAt[replica - first] = NOT_YET;
    connectedBins = count(connectedBins, at, -1);
  }

  void connected(int replica, long at) {
    connected++;
    connectedBins = count(connectedBins, at, 1);
    if (backAt[replica - first] == NOT_YET) {
      backAt[replica - first] = at;
    }
  }

  private static int[] count(int[] bins, long at, int change) {
    int bin = (int) (at / BIN);
    int[] grown = bin < bins.length ? bins : Arrays.copyOf(bins, 2 * bin);
    grown[bin] += change;
    return grown;
  }

  int connected() {
    return connected;
  }

  int replicas() {
    return backAt.length;
  }

  long attempts() {
    return attempts;
  }

  long liveAttempts() {
    return liveAttempts;
  }

  long outcomes(AttemptOutcome outcome) {
    return of(outcome).value;
  }

  int peakPerTenth() {
    return perTenth.largest();
  }

  int peakPerSecond() {
    return perSecond.largest();
  }

  /** Returns when each was back that is, from a moment on, sorted; who never fell counts as 0. */
  long[] backAfter(long moment) {
    return Arrays.stream(backAt)
        .filter(at -> at != NOT_YET)
        .map(at -> Math.max(0, at - moment))
        .sorted()
        .toArray();
  }

  /** Returns how many attempts began in each bin. */
  int[] attemptsPerBin(int bins) {
    return Arrays.copyOf(attemptBins, bins);
  }

  /** Returns how many were connected at the end of each bin. */
  int[] connectedPerBin(int bins) {
    int[] levels = Arrays.copyOf(connectedBins, bins);
    int level = backAt.length;
    for (int bin = 0; bin < bins; bin++) {
      level += levels[bin];
      levels[bin] = level;
    }
    return levels;
  }
}
