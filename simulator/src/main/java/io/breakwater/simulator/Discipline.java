package io.breakwater.simulator;

/** In which order a broker's processors do their work. */
public enum Discipline {
  /**
   * All work under way has an equal part of the processors, as goroutines have that are preempted
   * every 10 ms.
   */
  PROCESSOR_SHARING,
  /** One piece after the other on each processor, in the order of arrival. */
  FIFO
}
