package io.breakwater.lab.pods;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps local processes running as a kubelet keeps containers: restart policy Always, crash-loop
 * back-off, startup, readiness and liveness probes, termination with a grace period. Thread-safe.
 *
 * <p>No process outlives the runtime: neither {@link #close} nor the end of this JVM (SIGINT and
 * SIGTERM included) leaves one, nor a process that a pod has started. After a SIGKILL of this JVM
 * the pods' own processes are killed too, but not what those have started.
 */
public final class PodRuntime implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PodRuntime.class);

  /** A killed process is gone in milliseconds; this is for a machine that is busy. */
  private static final Duration AFTER_KILL = Duration.ofSeconds(10);

  /** At Ctrl-C nobody waits half a minute for a service that ignores SIGTERM. */
  private static final Duration GRACE_AT_SHUTDOWN = Duration.ofSeconds(5);

  private final Kubelet kubelet;
  private final Object lock = new Object();
  private final NavigableMap<String, Pod> pods = new ConcurrentSkipListMap<>();
  private final Thread hook = new Thread(this::shutdown, "breakwater-pods-shutdown");
  private boolean closed;

  /**
   * Opens a runtime without pods.
   *
   * @param backOffRule the crash-loop waits; {@link BackOffRule#KUBELET} unless time is short
   * @param maxParallelStarts how many processes may be starting at a time, at least 1: a start is
   *     over when the process listens on its probe port, has ended, or after 5 s. Restarts wait for
   *     their turn too, so a small number can delay them beyond the back-off.
   * @param listener hears every event
   * @throws IllegalArgumentException if {@code maxParallelStarts} is less than 1
   */
  public PodRuntime(BackOffRule backOffRule, int maxParallelStarts, PodListener listener) {
    if (maxParallelStarts < 1) {
      throw new IllegalArgumentException(
          "maxParallelStarts must be at least 1: " + maxParallelStarts);
    }
    kubelet = new Kubelet(backOffRule, maxParallelStarts, listener);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Creates pods and returns at once; they are launched in the order given.
   *
   * @throws IllegalArgumentException if a name is taken; then none is created
   * @throws IllegalStateException if the runtime is closed
   */
  public void create(Collection<PodSpec> specs) {
    synchronized (lock) {
      requireOpen();
      List<String> names = specs.stream().map(PodSpec::name).toList();
      for (String name : names) {
        if (pods.containsKey(name) || names.indexOf(name) != names.lastIndexOf(name)) {
          throw new IllegalArgumentException("pod " + name + " exists already");
        }
      }
      specs.forEach(this::create);
    }
  }

  /** Returns the pods as they are, by name. Never blocks. */
  public List<PodStatus> pods() {
    return pods.values().stream().map(Pod::status).toList();
  }

  /**
   * Deletes all pods of a deployment at once and creates each anew, with the same name and no
   * restarts, as soon as the old one is gone.
   *
   * @return completes when all new pods were created; nothing waits for them to be ready
   * @throws IllegalArgumentException if there is no such deployment
   * @throws IllegalStateException if the runtime is closed
   */
  public CompletableFuture<Void> restart(String deployment) {
    synchronized (lock) {
      requireOpen();
      List<Pod> old =
          pods.values().stream().filter(pod -> pod.spec().deployment().equals(deployment)).toList();
      if (old.isEmpty()) {
        throw new IllegalArgumentException(
            "no deployment " + deployment + ", there are: " + deployments());
      }
      old.forEach(pod -> kubelet.post(pod::delete));
      return CompletableFuture.allOf(
          old.stream()
              .map(pod -> pod.gone().thenRun(() -> replace(pod)))
              .toArray(CompletableFuture<?>[]::new));
    }
  }

  /**
   * Deletes all pods: SIGTERM to all at once, SIGKILL after the grace period of each. Returns when
   * their processes are gone; an interrupt cuts the grace period short and stays set. Closing again
   * does nothing.
   */
  @Override
  public void close() {
    Duration longestGrace =
        pods.values().stream()
            .map(pod -> pod.spec().terminationGracePeriod())
            .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
    if (stop(longestGrace.plus(AFTER_KILL))) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        LOG.debug("pods: closed during shutdown");
      }
    }
  }

  private void shutdown() {
    var unused = stop(GRACE_AT_SHUTDOWN);
  }

  /** Returns false if another thread has already stopped this runtime. */
  private boolean stop(Duration limit) {
    List<Pod> last;
    synchronized (lock) {
      if (closed) {
        return false;
      }
      closed = true;
      last = List.copyOf(pods.values());
      last.forEach(pod -> kubelet.post(pod::delete));
    }
    if (!awaitGone(last, limit)) {
      boolean interrupted = Thread.interrupted(); // or the next wait would not wait
      last.forEach(Pod::kill);
      if (!awaitGone(last, AFTER_KILL)) {
        LOG.error("pods: some processes did not end on SIGKILL: {}", pods());
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    pods.clear();
    kubelet.close();
    return true;
  }

  private static boolean awaitGone(List<Pod> pods, Duration limit) {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(pods.stream().map(Pod::gone).toArray(CompletableFuture<?>[]::new));
    try {
      all.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a pod's end cannot fail", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void replace(Pod old) {
    synchronized (lock) {
      // A second restart of the same pod finds it replaced already.
      if (!closed && pods.get(old.spec().name()) == old) {
        create(old.spec());
      }
    }
  }

  private void create(PodSpec spec) {
    Pod pod = new Pod(spec, kubelet);
    pods.put(spec.name(), pod);
    kubelet.post(pod::create);
  }

  private String deployments() {
    return pods.values().stream()
        .map(pod -> pod.spec().deployment())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the pod runtime is closed");
    }
  }
}
