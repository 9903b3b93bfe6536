package io.breakwater.simulator;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the journal says of an ensemble: bands for a program, and one sentence for a person. */
final class EnsembleJournal {
  private EnsembleJournal() {}

  /** Returns the 5th, 50th and 95th percentile of each figure; a time that never came is null. */
  static Map<String, Object> figures(Ensemble ensemble) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("connected", band(ensemble.band(SeedRun::connected)));
    figures.put("t50Seconds", band(ensemble.band(SeedRun::t50Seconds)));
    figures.put("t99Seconds", band(ensemble.band(SeedRun::t99Seconds)));
    figures.put("t100Seconds", band(ensemble.band(SeedRun::t100Seconds)));
    figures.put("attempts", band(ensemble.band(SeedRun::attempts)));
    figures.put("overloadedAttempts", band(ensemble.band(SeedRun::overloaded)));
    figures.put("peakAttemptsPer100ms", band(ensemble.band(SeedRun::peakPer100Millis)));
    figures.put("peakAttemptsPerSecond", band(ensemble.band(SeedRun::peakPerSecond)));
    return figures;
  }

  private static Map<String, @Nullable Object> band(Band band) {
    Map<String, @Nullable Object> figures = new LinkedHashMap<>();
    figures.put("p5", finite(band.low()));
    figures.put("median", finite(band.median()));
    figures.put("p95", finite(band.high()));
    return figures;
  }

  private static @Nullable Double finite(double value) {
    return Double.isInfinite(value) ? null : (Double) value;
  }

  static String note(Ensemble ensemble, RateSpread spread, double connectRate) {
    return "Over %d seeds%s (table and charts are of the first), median (5 to 95 %%): all back in %d of them, T50 %s, T99 %s, T100 %s, most in 1 s %s, overloaded %s."
        .formatted(
            ensemble.runs().size(),
            spread.equals(RateSpread.NONE)
                ? ""
                : String.format(
                    Locale.ROOT,
                    connectRate < 100
                        ? " and C from %.2f to %.2f/s, as it was measured"
                        : " and C from %,.0f to %,.0f/s, as it was measured",
                    connectRate * spread.slowest(),
                    connectRate * spread.fastest()),
            ensemble.complete(),
            BandText.seconds(ensemble.band(SeedRun::t50Seconds)),
            BandText.seconds(ensemble.band(SeedRun::t99Seconds)),
            BandText.seconds(ensemble.band(SeedRun::t100Seconds)),
            BandText.count(ensemble.band(SeedRun::peakPerSecond)),
            BandText.count(ensemble.band(SeedRun::overloaded)));
  }
}
