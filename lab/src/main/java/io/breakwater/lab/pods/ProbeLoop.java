package io.breakwater.lab.pods;

import io.breakwater.policy.Probe;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * One probe of one container: GETs in turn, a period apart, never two at once. For the supervisor
 * thread only.
 */
final class ProbeLoop {

  /** What a probe loop tells its container. */
  interface Verdicts {

    /** The first failure after a success or the start. */
    void failing(ProbeKind kind, String cause);

    /** A success. */
    void passed(ProbeKind kind);

    /** The failure threshold is reached; repeated for each failure after it. */
    void failed(ProbeKind kind, String cause);
  }

  private final Kubelet kubelet;
  private final ProbeKind kind;
  private final Probe probe;
  private final ProbeGet get;
  private final Verdicts verdicts;

  private int failures;
  private boolean stopped;
  private @Nullable ScheduledFuture<?> next;

  ProbeLoop(Kubelet kubelet, ProbeKind kind, PodProbes probes, Probe probe, Verdicts verdicts) {
    this.kubelet = kubelet;
    this.kind = kind;
    this.probe = probe;
    this.get = new ProbeGet(probes, probe);
    this.verdicts = verdicts;
  }

  /** Starts probing a container that has been running for so long. */
  void start(Duration running) {
    next = kubelet.schedule(probe.initialDelay().minus(running), this::get);
  }

  /** Stops probing; a GET on its way counts no more. */
  void stop() {
    stopped = true;
    ScheduledFuture<?> pending = next;
    if (pending != null) {
      pending.cancel(false);
    }
  }

  private void get() {
    long began = System.nanoTime();
    kubelet
        .workers()
        .execute(
            () -> {
              String cause = get.run();
              kubelet.post(() -> answered(cause, began));
            });
  }

  private void answered(@Nullable String cause, long began) {
    if (stopped) {
      return;
    }
    if (cause == null) {
      failures = 0;
      verdicts.passed(kind);
    } else {
      failures++;
      if (failures == 1) {
        verdicts.failing(kind, cause);
      }
      if (failures >= probe.failureThreshold()) {
        verdicts.failed(kind, cause);
      }
    }
    if (!stopped) { // a verdict may have stopped this loop
      next = kubelet.schedule(probe.period().minusNanos(System.nanoTime() - began), this::get);
    }
  }
}
