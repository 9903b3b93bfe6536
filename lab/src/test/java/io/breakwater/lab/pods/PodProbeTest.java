package io.breakwater.lab.pods;

import static io.breakwater.lab.pods.PodFixture.eventually;
import static io.breakwater.lab.pods.PodFixture.shell;
import static io.breakwater.lab.pods.ProbeTarget.probe;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.policy.Probe;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PodProbeTest {

  private static final PodSpec SLEEPER = shell("p", "exec sleep 1000");

  private final PodFixture pods = new PodFixture();
  private ProbeTarget target;

  @BeforeEach
  void open() throws Exception {
    target = new ProbeTarget();
  }

  @AfterEach
  void close() {
    pods.close();
    target.close();
  }

  @Test
  void withoutProbes_readyAsSoonAsItRuns() {
    pods.runtime.create(List.of(SLEEPER));

    pods.awaitPod("p", PodStatus::ready);

    assertThat(pods.events.kinds("p")).startsWith("Created", "Started");
  }

  @Test
  void startupWindowExceeded_killedAndRestarted_andTheOtherProbesNeverRan() {
    target.answer("/readyz", 200);
    target.answer("/livez", 500);
    pods.runtime.create(
        List.of(
            SLEEPER.withProbes(
                target.probes(probe("/startupz", 3), probe("/readyz", 1), probe("/livez", 1)))));

    PodStatus pod = pods.awaitPod("p", p -> p.restarts() >= 1);

    assertThat(pods.events.kinds("p"))
        .startsWith("Created", "Started", "ProbeFailed", "Killed", "Exited", "Started");
    assertThat(pods.events.of("p", PodEvent.Killed.class).get(0).change())
        .isEqualTo(new PodEvent.Killed(ProbeKind.STARTUP));
    assertThat(pod.reason())
        .isEqualTo("Startup probe failed: HTTP probe failed with statuscode: 503");
    assertThat(pod.lastExitCode()).isEqualTo(143);
    assertThat(target.gets("/readyz") + target.gets("/livez")).isZero();
  }

  @Test
  void startupPasses_thenReadinessDecides() {
    target.answer("/readyz", 200);
    target.answer("/livez", 200);
    pods.runtime.create(
        List.of(
            SLEEPER.withProbes(
                target.probes(
                    probe("/startupz", 1_000_000), probe("/readyz", 1), probe("/livez", 1)))));
    eventually(() -> assertThat(target.gets("/startupz")).isGreaterThan(2));
    assertThat(pods.pod("p").ready()).isFalse();

    target.answer("/startupz", 200);

    assertThat(pods.awaitPod("p", PodStatus::ready).restarts()).isZero();
    int startupGets = target.gets("/startupz");
    eventually(() -> assertThat(target.gets("/livez")).isGreaterThan(3));
    assertThat(target.gets("/startupz")).isEqualTo(startupGets);
  }

  @Test
  void readinessRed_doesNotRestart_andComesBack() {
    target.answer("/readyz", 200);
    pods.runtime.create(
        List.of(SLEEPER.withProbes(target.probes(null, probe("/readyz", 2), null))));
    Long pid = pods.awaitPod("p", PodStatus::ready).pid();

    target.answer("/readyz", 503);
    pods.awaitPod("p", p -> !p.ready());
    int gets = target.gets("/readyz");
    eventually(() -> assertThat(target.gets("/readyz")).isGreaterThan(gets + 3));
    target.answer("/readyz", 302); // kubelets count 200 to 399

    PodStatus pod = pods.awaitPod("p", PodStatus::ready);
    assertThat(pod.restarts()).isZero();
    assertThat(pod.pid()).isEqualTo(pid);
    eventually(
        () ->
            assertThat(pods.events.kinds("p"))
                .endsWith("Started", "Ready", "ProbeFailed", "Unready", "Ready"));
  }

  @Test
  void livenessRed_restarts_theFirstTimesAtOnce() {
    pods.runtime.create(List.of(SLEEPER.withProbes(target.probes(null, null, probe("/livez", 2)))));

    PodStatus pod = pods.awaitPod("p", p -> p.restarts() >= 2);

    assertThat(pod.reason())
        .isEqualTo("Liveness probe failed: HTTP probe failed with statuscode: 503");
    assertThat(pods.events.of("p", PodEvent.Killed.class))
        .allMatch(event -> event.change().equals(new PodEvent.Killed(ProbeKind.LIVENESS)));
    assertThat(pods.events.kinds("p").stream().filter(kind -> !kind.equals("Ready")).toList())
        .startsWith(
            "Created",
            "Started",
            "ProbeFailed",
            "Killed",
            "Exited",
            "Started",
            "ProbeFailed",
            "Killed",
            "Exited",
            "Started");
  }

  @Test
  void failuresBelowTheThreshold_areForgottenAfterASuccess() {
    target.answer("/livez", 200);
    pods.runtime.create(
        List.of(SLEEPER.withProbes(target.probes(null, null, probe("/livez", 1_000)))));
    for (int streak = 1; streak <= 2; streak++) {
      int number = streak;
      target.answer("/livez", 503);
      eventually(() -> assertThat(pods.events.of("p", PodEvent.ProbeFailed.class)).hasSize(number));
      int failed = target.gets("/livez");
      eventually(() -> assertThat(target.gets("/livez")).isGreaterThan(failed + 2));
      target.answer("/livez", 200);
      int passed = target.gets("/livez");
      eventually(() -> assertThat(target.gets("/livez")).isGreaterThan(passed + 2));
    }

    assertThat(pods.events.of("p", PodEvent.ProbeFailed.class)).hasSize(2);
    assertThat(pods.pod("p").restarts()).isZero();
  }

  @Test
  void connectionRefusedCountsAsFailure() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    pods.runtime.create(
        List.of(
            SLEEPER.withProbes(
                new PodProbes("127.0.0.1", port, probe("/startupz", 2), null, null))));

    PodStatus pod = pods.awaitPod("p", p -> p.restarts() >= 1);

    assertThat(pod.reason()).startsWith("Startup probe failed: ").endsWith("Connection refused");
  }

  @Test
  void probesThatHang_timeOut_andDelayNoOtherPod() throws Exception {
    target.answer("/livez", ProbeTarget.HANG);
    Probe hanging =
        new Probe("/livez", Duration.ZERO, Duration.ofMillis(50), Duration.ofSeconds(1), 2);
    try (ProbeTarget healthy = new ProbeTarget()) {
      healthy.answer("/readyz", 200);
      pods.runtime.create(
          IntStream.range(0, 10)
              .mapToObj(
                  i ->
                      shell("hung-" + i, "exec sleep 1000")
                          .withProbes(target.probes(null, null, hanging)))
              .toList());
      eventually(() -> assertThat(target.gets("/livez")).isGreaterThanOrEqualTo(10));
      pods.runtime.create(
          List.of(SLEEPER.withProbes(healthy.probes(null, probe("/readyz", 1), null))));

      eventually(() -> assertThat(healthy.gets("/readyz")).isGreaterThan(10));
      assertThat(pods.events.of("p", PodEvent.ProbeFailed.class)).isEmpty();
      PodStatus killed = pods.awaitPod("hung-9", p -> p.restarts() >= 1);
      assertThat(killed.reason()).endsWith("/livez: no answer within 1000 ms");
    }
  }

  @Test
  void anInitialDelayIsWaitedOut() {
    Probe late =
        new Probe("/livez", Duration.ofHours(1), Duration.ofMillis(50), Duration.ofSeconds(1), 1);
    pods.runtime.create(
        List.of(SLEEPER.withProbes(target.probes(null, probe("/readyz", 1), late))));

    eventually(() -> assertThat(target.gets("/readyz")).isGreaterThan(5));

    assertThat(target.gets("/livez")).isZero();
  }
}
