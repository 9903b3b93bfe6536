package io.breakwater.benchmarks;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds how often the two sides are measured in turn; the median round counts, at least 1
 * @param warmup how long each side runs before it is measured, each time
 * @param measurement how long each side is measured, each time
 * @param fork if JMH measures in a JVM of its own, as it should; a smoke test need not
 */
record Settings(int rounds, Duration warmup, Duration measurement, boolean fork) {

  /**
   * Returns the settings of a real run. The warm-up is that long because what sends keeps both
   * cores busy, and the JIT compiler has to share them: the bus, which is more code, would still be
   * compiled while it is measured.
   */
  static Settings of(int rounds) {
    return new Settings(rounds, Duration.ofSeconds(6), Duration.ofSeconds(3), true);
  }
}
