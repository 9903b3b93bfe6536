package io.breakwater.lab.measure;

import io.breakwater.journal.RunEvent;
import io.breakwater.lab.pods.PodEvent;
import io.breakwater.lab.pods.PodState;
import io.breakwater.lab.pods.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Observations of an arm, told by seconds: the broker dies at 10 and is back at 20, all are back at
 * 30, the watching ends at 40, unless said otherwise.
 */
final class Observed {
  private static final Instant ZERO = Instant.parse("2026-01-01T00:00:00Z");

  private final List<RunEvent> events = new ArrayList<>();
  private final List<PodEvent> podEvents = new ArrayList<>();
  private final List<CpuSampler.Sample> cpu = new ArrayList<>();
  private @Nullable Instant brokerUp = at(20);
  private @Nullable Instant recovered = at(30);

  static Instant at(double second) {
    return ZERO.plusNanos(Math.round(second * 1e9));
  }

  Observed brokerNeverUp() {
    brokerUp = null;
    recovered = null;
    return this;
  }

  Observed stoppedWhileWaiting() {
    recovered = null;
    return this;
  }

  Observed event(double second, String replica, String type) {
    return event(second, replica, type, Map.of());
  }

  Observed event(double second, String replica, String type, Map<String, @Nullable Object> more) {
    events.add(new RunEvent(at(second), replica, type, more));
    return this;
  }

  /** An attempt that began then and ended half a second later. */
  Observed attempt(double second, String outcome) {
    return event(
        second + 0.5,
        "a",
        "attempted",
        Map.of("startedAt", at(second).toString(), "outcome", outcome));
  }

  Observed pod(double second, String pod, PodEvent.Change change) {
    return pod(second, pod, PodState.RUNNING, 0, change);
  }

  Observed pod(double second, String pod, PodState state, int restarts, PodEvent.Change change) {
    boolean ready = change instanceof PodEvent.Ready;
    podEvents.add(new PodEvent(at(second), status(pod, ready, state, restarts), change));
    return this;
  }

  Observed cpu(double second, @Nullable Integer millis) {
    cpu.add(new CpuSampler.Sample(at(second), millis == null ? null : Duration.ofMillis(millis)));
    return this;
  }

  static PodStatus status(String pod, boolean ready, PodState state, int restarts) {
    return new PodStatus(pod, pod, ready, state, restarts, at(0), at(0), null, null, null, null);
  }

  List<PodEvent> podEvents() {
    return List.copyOf(podEvents);
  }

  List<CpuSampler.Sample> cpu() {
    return List.copyOf(cpu);
  }

  ArmFigures figures(int replicas) {
    return new ArmFigures(
        replicas, new Window(at(0), at(10), brokerUp, recovered, at(40)), events, podEvents, cpu);
  }
}
