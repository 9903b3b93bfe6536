package io.breakwater.lab.measure;

import io.breakwater.journal.PodRow;
import io.breakwater.lab.pods.PodEvent;
import io.breakwater.lab.pods.PodState;
import io.breakwater.lab.pods.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pods of an arm as the journal keeps them: pure. */
public final class PodRows {
  private static final String READY = "Ready";

  private final Instant start;
  private final @Nullable Instant brokerUp;
  private final Instant end;

  /**
   * Takes the moments that rows refer to.
   *
   * @param start the zero of the phases
   * @param brokerUp when the broker was back; null if it was not
   * @param end when the watching ended
   */
  public PodRows(Instant start, @Nullable Instant brokerUp, Instant end) {
    this.start = start;
    this.brokerUp = brokerUp;
    this.end = end;
  }

  /** Returns a row for each pod, with the phases it went through until the end. */
  public List<PodRow> of(List<PodStatus> pods, List<PodEvent> events) {
    return pods.stream().map(pod -> row(pod, watched(pod.name(), events))).toList();
  }

  private List<PodEvent> watched(String pod, List<PodEvent> events) {
    return events.stream()
        .filter(event -> event.pod().name().equals(pod) && !event.at().isAfter(end))
        .toList();
  }

  private PodRow row(PodStatus pod, List<PodEvent> events) {
    return new PodRow(
        pod.name(),
        pod.ready(),
        pod.state().toString(),
        pod.restarts(),
        seconds(pod.age(end)),
        seconds(BackOffTime.between(pod.created(), end, events)),
        pod.ready() ? readyAfter(events) : null,
        phases(events));
  }

  private List<PodRow.Phase> phases(List<PodEvent> events) {
    List<PodRow.Phase> phases = new ArrayList<>();
    for (PodEvent event : events) {
      String status = status(event.pod());
      if (phases.isEmpty() || !phases.get(phases.size() - 1).status().equals(status)) {
        phases.add(new PodRow.Phase(status, seconds(Duration.between(start, event.at()))));
      }
    }
    return phases;
  }

  /** Null too if it had been ready all along: then there was no way back to measure. */
  private @Nullable Double readyAfter(List<PodEvent> events) {
    if (brokerUp == null) {
      return null;
    }
    @Nullable Double after = null;
    for (PodEvent event : events) {
      if (event.change() instanceof PodEvent.Ready && event.at().isAfter(start)) {
        // Readiness may be faster than the check that the broker accepts clients.
        after = Math.max(0, seconds(Duration.between(brokerUp, event.at())));
      }
    }
    return after;
  }

  private static String status(PodStatus pod) {
    return pod.ready() && pod.state() == PodState.RUNNING ? READY : pod.state().toString();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
