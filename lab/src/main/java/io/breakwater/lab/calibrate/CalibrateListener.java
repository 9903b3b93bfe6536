package io.breakwater.lab.calibrate;

import java.time.Duration;

/** Watches a calibration while it runs. The calls come from its thread. */
public interface CalibrateListener {

  /**
   * It has come to another step.
   *
   * @param text what is being measured, for a person
   * @param time how long that takes
   */
  default void step(String text, Duration time) {}
}
