package io.breakwater.simulator;

import io.breakwater.journal.Timeline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a simulated arm went over time. */
final class SimulatedTimeline {
  /** More than a chart can show; a run of hours gets longer bins instead. */
  private static final int MOST_BINS = 10_000;

  private SimulatedTimeline() {}

  /** Returns the course of the first fleet, in bins of 100 ms or a multiple of that. */
  static Timeline of(SimulatedRun run) {
    int[] attempts = run.fleet(0).attemptsPerBin();
    int[] connected = run.fleet(0).connectedPerBin();
    double[] busy = run.busyPerBin();
    int width = Math.max(1, (attempts.length + MOST_BINS - 1) / MOST_BINS);
    List<@Nullable Integer> attemptBins = new ArrayList<>();
    List<@Nullable Integer> connectedBins = new ArrayList<>();
    List<@Nullable Double> busyBins = new ArrayList<>();
    for (int from = 0; from < attempts.length; from += width) {
      int to = Math.min(from + width, attempts.length);
      int began = 0;
      double sum = 0;
      for (int bin = from; bin < to; bin++) {
        began += attempts[bin];
        sum += busy[bin];
      }
      attemptBins.add(began);
      connectedBins.add(connected[to - 1]);
      busyBins.add(Math.rint(1e3 * sum / (to - from)) / 1e3);
    }
    return new Timeline(
        (int) (width * Tally.BIN / 1_000_000),
        attemptBins,
        connectedBins,
        null,
        busyBins,
        List.of(
            new Timeline.Mark(Timeline.BROKER_DOWN, run.down().toNanos() / 1e9),
            new Timeline.Mark(Timeline.BROKER_UP, run.up().toNanos() / 1e9)));
  }
}
