package io.breakwater.lab.pods;

import io.breakwater.policy.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/** One run of a pod's process, with its probes. For the supervisor thread only. */
final class Container implements ProbeLoop.Verdicts {

  /** What a container tells its pod. */
  interface Owner {

    /** The readiness changed. */
    void readinessChanged(boolean ready);

    /** A probe began to fail. */
    void probeFailing(ProbeKind kind, String cause);

    /** The container is being killed because of a probe. */
    void killedBy(ProbeKind kind, String cause);
  }

  private final Kubelet kubelet;
  private final PodSpec spec;
  private final PodProcess process;
  private final Owner owner;
  private final Instant startedAt = Instant.now();
  private final Map<ProbeKind, ProbeLoop> loops = new EnumMap<>(ProbeKind.class);

  private boolean ready;
  private boolean killedByProbe;
  private @Nullable ScheduledFuture<?> sigkill;

  Container(Kubelet kubelet, PodSpec spec, PodProcess process, Owner owner) {
    this.kubelet = kubelet;
    this.spec = spec;
    this.process = process;
    this.owner = owner;
  }

  PodProcess process() {
    return process;
  }

  boolean ready() {
    return ready;
  }

  boolean killedByProbe() {
    return killedByProbe;
  }

  /** Starts the startup probe, or without one all that it gates. */
  void startProbes() {
    if (!startLoop(ProbeKind.STARTUP)) {
      started();
    }
  }

  /** Sends SIGTERM, and SIGKILL after the grace period; again does nothing. */
  void terminate() {
    if (sigkill == null) {
      process.terminate();
      sigkill =
          kubelet.schedule(
              spec.terminationGracePeriod(), () -> kubelet.workers().execute(process::kill));
    }
  }

  /** Stops what still runs for this container; its process has ended or is being deleted. */
  void stopProbes() {
    loops.values().forEach(ProbeLoop::stop);
  }

  /** Forgets the pending SIGKILL and the probes; the process has ended. */
  void ended() {
    stopProbes();
    ready = false;
    ScheduledFuture<?> pending = sigkill;
    if (pending != null) {
      pending.cancel(false);
    }
  }

  @Override
  public void failing(ProbeKind kind, String cause) {
    owner.probeFailing(kind, cause);
  }

  @Override
  public void passed(ProbeKind kind) {
    switch (kind) {
      case STARTUP -> started();
      case READINESS -> ready(true);
      case LIVENESS -> {}
    }
  }

  @Override
  public void failed(ProbeKind kind, String cause) {
    if (kind == ProbeKind.READINESS) {
      ready(false);
      return;
    }
    // Readiness goes on being probed while the container terminates, as in a kubelet.
    stopLoop(kind);
    killedByProbe = true;
    owner.killedBy(kind, cause);
    terminate();
  }

  private void started() {
    stopLoop(ProbeKind.STARTUP);
    startLoop(ProbeKind.LIVENESS);
    if (!startLoop(ProbeKind.READINESS)) {
      ready(true);
    }
  }

  private void ready(boolean now) {
    if (ready != now) {
      ready = now;
      owner.readinessChanged(now);
    }
  }

  private boolean startLoop(ProbeKind kind) {
    PodProbes probes = spec.probes();
    Probe probe = probes == null ? null : probes.get(kind);
    if (probes == null || probe == null) {
      return false;
    }
    ProbeLoop loop = new ProbeLoop(kubelet, kind, probes, probe, this);
    loops.put(kind, loop);
    loop.start(Duration.between(startedAt, Instant.now()));
    return true;
  }

  private void stopLoop(ProbeKind kind) {
    ProbeLoop loop = loops.get(kind);
    if (loop != null) {
      loop.stop();
    }
  }
}
