package io.breakwater.benchmarks;

import java.util.List;

/** One of the things that are measured. */
interface Benchmark {

  /**
   * Measures it.
   *
   * @throws Exception if something fails that has to work for the figures to mean anything
   */
  List<Comparison> run(Settings settings) throws Exception;
}
