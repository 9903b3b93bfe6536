package io.breakwater.lab.services;

import io.breakwater.lab.pods.PodEvent;
import io.breakwater.lab.pods.PodListener;
import io.breakwater.lab.pods.ProbeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened to the pods of a stage, and what of it nobody did on purpose: who is killed ends,
 * and who is frozen answers no probe. Thread-safe.
 */
final class PodWatch implements PodListener {
  /** A probe looks every ten seconds at most, and waits for its answer. */
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(15);

  private final PodListener listener;
  private final List<PodEvent> events = new ArrayList<>();
  private final List<Hit> hits = new ArrayList<>();

  /** Something was done to a pod. */
  private record Hit(String pod, boolean kill, Instant from, Instant to) {
    boolean covers(PodEvent event) {
      return event.pod().name().equals(pod)
          && !event.at().isBefore(from)
          && !event.at().isAfter(to.plus(NOTICED_WITHIN));
    }
  }

  PodWatch(PodListener listener) {
    this.listener = listener;
  }

  @Override
  public void onEvent(PodEvent event) {
    synchronized (this) {
      events.add(event);
    }
    listener.onEvent(event);
  }

  /** Says that a pod is about to be killed. */
  synchronized void killed(String pod) {
    Instant now = Instant.now();
    hits.add(new Hit(pod, true, now, now));
  }

  /** Says that a pod was frozen. */
  synchronized void frozen(String pod, Instant from, Instant to) {
    hits.add(new Hit(pod, false, from, to));
  }

  /** Returns what happened, in order. */
  synchronized List<PodEvent> events() {
    return List.copyOf(events);
  }

  /** Returns how many containers ended that nobody had killed. */
  synchronized int restarts() {
    long ended = events.stream().filter(event -> event.change() instanceof PodEvent.Exited).count();
    return (int) Math.max(0, ended - hits.stream().filter(Hit::kill).count());
  }

  /** Returns how often a liveness probe began to fail at a pod that nobody had hit. */
  synchronized int livenessFailures() {
    return (int)
        events.stream()
            .filter(
                event ->
                    event.change() instanceof PodEvent.ProbeFailed failed
                        && failed.kind() == ProbeKind.LIVENESS)
            .filter(event -> hits.stream().noneMatch(hit -> hit.covers(event)))
            .count();
  }
}
