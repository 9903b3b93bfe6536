package io.breakwater.lab.pods;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.core.ThrowingRunnable;

/** A runtime with short back-offs, its events, and how to wait for it. */
final class PodFixture implements AutoCloseable {

  static final BackOffRule SCALED =
      new BackOffRule(Duration.ofMillis(200), Duration.ofMillis(800), Duration.ofMinutes(10));

  final EventLog events = new EventLog();
  final PodRuntime runtime;

  PodFixture() {
    this(4);
  }

  PodFixture(int maxParallelStarts) {
    runtime = new PodRuntime(SCALED, maxParallelStarts, events);
  }

  /** Returns a pod of its own deployment that runs a shell script. */
  static PodSpec shell(String name, String script) {
    return PodSpec.of(name, name, List.of("/bin/sh", "-c", script));
  }

  PodStatus pod(String name) {
    return runtime.pods().stream().filter(pod -> pod.name().equals(name)).findFirst().orElseThrow();
  }

  PodStatus awaitPod(String name, Predicate<PodStatus> condition) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> pod(name), condition);
  }

  static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(assertion);
  }

  @Override
  public void close() {
    runtime.close();
  }
}
