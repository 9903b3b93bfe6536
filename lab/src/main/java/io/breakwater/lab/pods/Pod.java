package io.breakwater.lab.pods;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * One pod from its creation to its deletion. For the supervisor thread only, but for {@link #spec},
 * {@link #status}, {@link #gone} and {@link #kill}.
 */
final class Pod implements Container.Owner, Launch.Outcome {

  /** How long Error shows before CrashLoopBackOff: about a kubelet's next look at its processes. */
  private static final Duration EXIT_SHOWN = Duration.ofSeconds(1);

  /** The exit code that a container runtime gives a program that could not be started. */
  private static final int CANNOT_START = 128;

  private final PodSpec spec;
  private final Kubelet kubelet;
  private final Instant created = Instant.now();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  private CrashLoopBackOff backOff;
  private PodState state = PodState.CONTAINER_CREATING;
  private Instant since = created;
  private boolean launchedBefore;
  private boolean deleting;
  private int restarts;
  private @Nullable Instant lastFinished;
  private @Nullable Integer lastExitCode;
  private @Nullable String reason;
  private @Nullable Launch launch;
  private @Nullable ScheduledFuture<?> pendingBackOff;
  private @Nullable ScheduledFuture<?> pendingLaunch;

  private volatile @Nullable Container container;
  private volatile PodStatus status;

  Pod(PodSpec spec, Kubelet kubelet) {
    this.spec = spec;
    this.kubelet = kubelet;
    backOff = CrashLoopBackOff.none(kubelet.backOffRule());
    status =
        new PodStatus(
            spec.name(),
            spec.deployment(),
            false,
            state,
            0,
            created,
            since,
            null,
            null,
            null,
            null);
  }

  PodSpec spec() {
    return spec;
  }

  PodStatus status() {
    return status;
  }

  /** Returns what completes when the pod was deleted and its processes are gone. */
  CompletableFuture<Void> gone() {
    return gone;
  }

  /** Sends SIGKILL to all processes of the pod. */
  void kill() {
    Container running = container;
    if (running != null) {
      running.process().kill();
    }
  }

  /** Announces the pod and queues its first launch. */
  void create() {
    publish(created, new PodEvent.Created());
    launch();
  }

  /** Deletes the pod; again does nothing. */
  void delete() {
    if (deleting) {
      return;
    }
    deleting = true;
    cancel(pendingBackOff);
    cancel(pendingLaunch);
    state = PodState.TERMINATING;
    since = Instant.now();
    publish(since, new PodEvent.Terminating());
    Container running = container;
    Launch underWay = launch;
    if (running != null) {
      running.stopProbes();
      running.terminate();
    } else if (underWay == null || underWay.cancel()) {
      deleted();
    } // else launched() or launchFailed() is still to come
  }

  @Override
  public void launched(PodProcess process) {
    countLaunch();
    Container started = new Container(kubelet, spec, process, this);
    container = started;
    var unused =
        process
            .onExit(kubelet.workers())
            .thenAccept(exit -> kubelet.post(() -> exited(started, exit)));
    if (deleting) {
      started.terminate();
      return;
    }
    state = PodState.RUNNING;
    since = Instant.now();
    publish(since, new PodEvent.Started(process.pid()));
    started.startProbes();
  }

  @Override
  public void launchFailed(String cause) {
    countLaunch();
    if (deleting) {
      deleted();
      return;
    }
    Instant now = Instant.now();
    ended(PodState.RUN_CONTAINER_ERROR, new PodProcess.Exit(CANNOT_START, now), cause);
    publish(now, new PodEvent.StartFailed(cause));
    restart(now, backOff.afterExit(now));
  }

  @Override
  public void readinessChanged(boolean ready) {
    publish(Instant.now(), ready ? new PodEvent.Ready() : new PodEvent.Unready());
  }

  @Override
  public void probeFailing(ProbeKind kind, String cause) {
    publish(Instant.now(), new PodEvent.ProbeFailed(kind, cause));
  }

  @Override
  public void killedBy(ProbeKind kind, String cause) {
    reason = kind + " probe failed: " + cause;
    publish(Instant.now(), new PodEvent.Killed(kind));
  }

  private void exited(Container ended, PodProcess.Exit exit) {
    ended.ended();
    container = null;
    if (deleting) {
      deleted();
      return;
    }
    Instant previousFinish = lastFinished;
    ended(
        exit.code() == 0 ? PodState.COMPLETED : PodState.ERROR,
        exit,
        ended.killedByProbe() ? reason : "exit code " + exit.code());
    publish(exit.at(), new PodEvent.Exited(exit.code()));
    restart(
        exit.at(),
        ended.killedByProbe()
            ? backOff.afterProbeKill(previousFinish, exit.at())
            : backOff.afterExit(exit.at()));
  }

  private void ended(PodState endState, PodProcess.Exit exit, @Nullable String cause) {
    state = endState;
    since = exit.at();
    lastFinished = exit.at();
    lastExitCode = exit.code();
    reason = cause;
  }

  private void restart(Instant finished, CrashLoopBackOff.Restart restart) {
    backOff = restart.next();
    if (!restart.due().isAfter(finished)) {
      launch();
      return;
    }
    Duration wait = Duration.between(Instant.now(), restart.due());
    Duration half = wait.dividedBy(2);
    pendingBackOff =
        kubelet.schedule(
            half.compareTo(EXIT_SHOWN) < 0 ? half : EXIT_SHOWN,
            () -> {
              state = PodState.CRASH_LOOP_BACK_OFF;
              since = Instant.now();
              publish(since, new PodEvent.BackOff(restart.due()));
            });
    pendingLaunch = kubelet.schedule(wait, this::launch);
  }

  private void launch() {
    Launch next = new Launch(spec, kubelet, this);
    launch = next;
    kubelet.launchers().execute(next);
  }

  private void countLaunch() {
    launch = null;
    if (launchedBefore) {
      restarts++;
    }
    launchedBefore = true;
  }

  private void deleted() {
    publish(Instant.now(), new PodEvent.Deleted());
    gone.complete(null);
  }

  private void publish(Instant at, PodEvent.Change change) {
    Container running = container;
    status =
        new PodStatus(
            spec.name(),
            spec.deployment(),
            running != null && running.ready(),
            state,
            restarts,
            created,
            since,
            lastFinished,
            lastExitCode,
            reason,
            running == null ? null : running.process().pid());
    kubelet.publish(new PodEvent(at, status, change));
  }

  private static void cancel(@Nullable ScheduledFuture<?> pending) {
    if (pending != null) {
      pending.cancel(false);
    }
  }
}
