package io.breakwater.simulator;

import io.breakwater.policy.Named;
import java.util.Locale;

/** In which order a broker's processors do their work. */
public enum Discipline implements Named {
  /**
   * All work under way shares the processors, in the time slices of the model: as goroutines do, or
   * to the nanosecond.
   */
  PROCESSOR_SHARING,
  /** One piece after the other on each processor, in the order of arrival. */
  FIFO;

  @Override
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
