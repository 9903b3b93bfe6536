package io.breakwater.simulator;

/** In which order a broker's processors do their work. */
public enum Discipline {
  /**
   * All work under way shares the processors, in the time slices of the model: as goroutines do, or
   * to the nanosecond.
   */
  PROCESSOR_SHARING,
  /** One piece after the other on each processor, in the order of arrival. */
  FIFO
}
