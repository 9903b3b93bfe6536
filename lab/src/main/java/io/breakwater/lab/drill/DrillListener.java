package io.breakwater.lab.drill;

import io.breakwater.lab.pods.PodEvent;
import java.time.Duration;

/** Watches a drill while it runs. The calls come from the drill's threads, one at a time. */
public interface DrillListener {

  /**
   * Another arm begins.
   *
   * @param arm its name
   * @param number from 1
   * @param of how many there are
   */
  default void armStarted(String arm, int number, int of) {}

  /**
   * The arm has come to another phase.
   *
   * @param text what is happening, for a person
   * @param limit how long it takes at most
   */
  default void phase(String text, Duration limit) {}

  /** Something was found out; one line, for a person. */
  default void note(String line) {}

  /** Something happened to a pod. */
  default void pod(PodEvent event) {}

  /**
   * The arm is over.
   *
   * @param arm its name
   * @param finding what came of it, in one line
   */
  default void armEnded(String arm, String finding) {}
}
