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

  private PodRows() {}

  /** Returns a row for each pod, with the phases it went through. */
  public static List<PodRow> of(List<PodStatus> pods, List<PodEvent> events, Window window) {
    return pods.stream().map(pod -> row(pod, events, window)).toList();
  }

  private static PodRow row(PodStatus pod, List<PodEvent> all, Window window) {
    List<PodEvent> events =
        all.stream().filter(event -> event.pod().name().equals(pod.name())).toList();
    List<PodRow.Phase> phases = new ArrayList<>();
    double backOff = 0;
    @Nullable Instant backOffSince = null;
    @Nullable Double readyAfter = null;
    for (PodEvent event : events) {
      String status = status(event.pod());
      double from = seconds(Duration.between(window.start(), event.at()));
      if (phases.isEmpty() || !phases.get(phases.size() - 1).status().equals(status)) {
        phases.add(new PodRow.Phase(status, from));
      }
      if (event.change() instanceof PodEvent.BackOff) {
        backOffSince = event.at();
      } else if (backOffSince != null) {
        backOff += seconds(Duration.between(backOffSince, event.at()));
        backOffSince = null;
      }
      if (event.change() instanceof PodEvent.Ready && !event.at().isBefore(window.brokerUp())) {
        readyAfter = seconds(Duration.between(window.brokerUp(), event.at()));
      }
    }
    return new PodRow(
        pod.name(),
        pod.ready(),
        pod.state().toString(),
        pod.restarts(),
        seconds(pod.age(window.end())),
        backOff,
        readyAfter,
        phases);
  }

  private static String status(PodStatus pod) {
    return pod.ready() && pod.state() == PodState.RUNNING ? READY : pod.state().toString();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
