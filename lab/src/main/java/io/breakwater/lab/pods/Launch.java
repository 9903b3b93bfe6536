package io.breakwater.lab.pods;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One start of a pod's process, on a launcher thread. It keeps the thread until the process listens
 * on its probe port, so that not too many processes start at the same time.
 */
final class Launch implements Runnable {

  /** A process that listens late, or never, must not hold up the others for ever. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Hears how the start went, on the supervisor thread. */
  interface Outcome {

    void launched(PodProcess process);

    void launchFailed(String cause);
  }

  private final PodSpec spec;
  private final Kubelet kubelet;
  private final Outcome outcome;
  private final AtomicBoolean claimed = new AtomicBoolean();

  Launch(PodSpec spec, Kubelet kubelet, Outcome outcome) {
    this.spec = spec;
    this.kubelet = kubelet;
    this.outcome = outcome;
  }

  /** Returns if the launch had not begun, and now never will. */
  boolean cancel() {
    return claimed.compareAndSet(false, true);
  }

  @Override
  public void run() {
    if (!claimed.compareAndSet(false, true)) {
      return;
    }
    PodProcess process;
    try {
      process = PodProcess.start(spec);
    } catch (IOException e) {
      String cause = e.getMessage();
      kubelet.post(() -> outcome.launchFailed(cause == null ? e.toString() : cause));
      return;
    }
    kubelet.post(() -> outcome.launched(process));
    awaitListening(process);
  }

  private void awaitListening(PodProcess process) {
    PodProbes probes = spec.probes();
    if (probes == null) {
      return;
    }
    try {
      process.awaitListening(new InetSocketAddress(probes.host(), probes.port()), LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the runtime is being closed
    }
  }
}
