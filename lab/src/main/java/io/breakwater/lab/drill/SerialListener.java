package io.breakwater.lab.drill;

import io.breakwater.lab.pods.PodEvent;
import java.time.Duration;

/**
 * Keeps the promise of {@link DrillListener}: one call at a time, whatever thread it comes from.
 */
final class SerialListener implements DrillListener {
  private final DrillListener listener;

  SerialListener(DrillListener listener) {
    this.listener = listener;
  }

  @Override
  public synchronized void armStarted(String arm, int number, int of) {
    listener.armStarted(arm, number, of);
  }

  @Override
  public synchronized void phase(String text, Duration limit) {
    listener.phase(text, limit);
  }

  @Override
  public synchronized void note(String line) {
    listener.note(line);
  }

  @Override
  public synchronized void pod(PodEvent event) {
    listener.pod(event);
  }

  @Override
  public synchronized void armEnded(String arm, String finding) {
    listener.armEnded(arm, finding);
  }
}
