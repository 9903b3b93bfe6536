package io.breakwater.lab.pods;

import static io.breakwater.lab.pods.PodFixture.eventually;
import static io.breakwater.lab.pods.PodFixture.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PodTerminationTest {

  private static final String STUBBORN = "trap '' TERM; while :; do sleep 0.05; done";

  private final PodFixture pods = new PodFixture(1);

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void close_leavesNoProcess_grandchildrenAndDaemonsIncluded() {
    pods.runtime.create(
        List.of(
            shell("a", "sleep 1000 & (sleep 1001 & sleep 1002) & setsid sleep 1003 & wait"),
            shell("b", "exec sleep 1000"),
            shell("crashing", "exit 1")));
    eventually(() -> assertThat(handle("a").descendants()).hasSizeGreaterThanOrEqualTo(4));
    pods.awaitPod("b", PodStatus::ready);
    List<ProcessHandle> processes =
        Stream.concat(Stream.of(handle("a"), handle("b")), handle("a").descendants()).toList();

    pods.close();

    eventually(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
    assertThat(pods.runtime.pods()).isEmpty();
    assertThat(pods.events.kinds("b")).endsWith("Terminating", "Deleted");
    assertThat(pods.events.kinds("crashing")).endsWith("Terminating", "Deleted");
    pods.close();
  }

  @Test
  void close_endsTheThreads() {
    Set<Thread> before = podThreads();
    try (PodFixture other = new PodFixture()) {
      other.runtime.create(List.of(shell("p", "exit 1")));
      other.awaitPod("p", p -> p.restarts() >= 1);
      assertThat(newThreads(before)).isNotEmpty();
    }

    eventually(() -> assertThat(newThreads(before)).isEmpty());
  }

  @Test
  void aProcessThatIgnoresSigterm_isKilledAfterItsGracePeriod() throws Exception {
    pods.runtime.create(
        List.of(shell("p", STUBBORN).withTerminationGracePeriod(Duration.ofMillis(500))));
    ProcessHandle process = awaitTrap("p");
    long began = System.nanoTime();

    pods.close();

    assertThat(process.isAlive()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(500), Duration.ofSeconds(10));
  }

  @Test
  void aLivenessKillThatIsIgnored_endsInSigkill() throws Exception {
    try (ProbeTarget target = new ProbeTarget()) {
      target.answer("/livez", 200);
      pods.runtime.create(
          List.of(
              shell("p", STUBBORN)
                  .withTerminationGracePeriod(Duration.ofMillis(300))
                  .withProbes(target.probes(null, null, ProbeTarget.probe("/livez", 1)))));
      awaitTrap("p");
      target.answer("/livez", 503);

      pods.awaitPod("p", p -> p.restarts() >= 1);
      // The first one: its successor may be told to end before it has set its trap.
      eventually(
          () ->
              assertThat(pods.events.of("p", PodEvent.Exited.class))
                  .first()
                  .extracting(PodEvent::change)
                  .isEqualTo(new PodEvent.Exited(137)));
    }
  }

  @Test
  void anInterruptDuringClose_cutsTheGracePeriodShort() throws Exception {
    pods.runtime.create(List.of(shell("p", STUBBORN)));
    ProcessHandle process = awaitTrap("p");

    Thread.currentThread().interrupt();
    pods.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void aJvmThatIsTerminated_takesItsPodsWithIt() throws Exception {
    JvmCommand command =
        JvmCommand.of(RuntimeMain.class.getName(), "sleep 1000 & echo; exec sleep 1000");
    Process jvm = new ProcessBuilder(command.toList()).start();
    try (BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8)) {
      ProcessHandle pod =
          ProcessHandle.of(Long.parseLong(Objects.requireNonNull(output.readLine()))).orElseThrow();
      eventually(() -> assertThat(pod.children()).isNotEmpty());
      List<ProcessHandle> children = pod.children().toList();

      jvm.destroy();

      assertThat(jvm.waitFor(30, TimeUnit.SECONDS)).isTrue();
      eventually(() -> assertThat(pod.isAlive()).isFalse());
      eventually(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void aJvmThatIsKilled_takesItsPodsWithIt() throws Exception {
    Process jvm =
        new ProcessBuilder(
                JvmCommand.of(RuntimeMain.class.getName(), "trap '' TERM; exec sleep 1000")
                    .toList())
            .start();
    try (BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8)) {
      ProcessHandle pod =
          ProcessHandle.of(Long.parseLong(Objects.requireNonNull(output.readLine()))).orElseThrow();

      jvm.destroyForcibly();

      eventually(() -> assertThat(pod.isAlive()).isFalse());
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void restart_replacesTheDeploymentsPods_andNoOther() throws Exception {
    pods.runtime.create(
        List.of(
            PodSpec.of("a-0", "a", List.of("/bin/sh", "-c", "exec sleep 1000")),
            PodSpec.of("a-1", "a", List.of("/bin/sh", "-c", "kill -KILL $$")),
            shell("b", "exec sleep 1000")));
    PodStatus before = pods.awaitPod("a-0", PodStatus::ready);
    pods.awaitPod("a-1", p -> p.restarts() >= 2);
    PodStatus other = pods.awaitPod("b", PodStatus::ready);

    pods.runtime.restart("a").get(30, TimeUnit.SECONDS);

    PodStatus after = pods.awaitPod("a-0", PodStatus::ready);
    assertThat(after.pid()).isNotEqualTo(before.pid());
    assertThat(after.created()).isAfter(before.created());
    assertThat(pods.pod("b")).isEqualTo(other);
    eventually(
        () ->
            assertThat(pods.events.of("a-1", PodEvent.Created.class))
                .hasSize(2)
                .allSatisfy(created -> assertThat(created.pod().restarts()).isZero()));
  }

  @Test
  void restartTwiceInARow_replacesOnce() throws Exception {
    pods.runtime.create(List.of(shell("p", "exec sleep 1000")));
    pods.awaitPod("p", PodStatus::ready);

    var first = pods.runtime.restart("p");
    var second = pods.runtime.restart("p");
    first.get(30, TimeUnit.SECONDS);
    second.get(30, TimeUnit.SECONDS);

    pods.awaitPod("p", PodStatus::ready);
    assertThat(pods.runtime.pods()).hasSize(1);
    eventually(() -> assertThat(pods.events.kinds("p")).filteredOn("Started"::equals).hasSize(2));
  }

  @Test
  void anUnknownDeploymentIsNamed() {
    pods.runtime.create(List.of(shell("p", "exec sleep 1000")));

    assertThatThrownBy(() -> pods.runtime.restart("q"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no deployment q, there are: p");
  }

  @Test
  void aNameThatIsTakenIsRefused_andNothingIsCreated() {
    assertThatThrownBy(
            () -> pods.runtime.create(List.of(shell("p", "exit 0"), shell("p", "exit 0"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pod p exists already");
    assertThat(pods.runtime.pods()).isEmpty();
  }

  @Test
  void aListenerThatFails_harmsNoPod() {
    try (PodRuntime runtime =
        new PodRuntime(
            PodFixture.SCALED,
            1,
            event -> {
              if (event.change() instanceof PodEvent.Created) {
                throw new IllegalStateException("listener of a test");
              }
            })) {
      runtime.create(List.of(shell("p", "exit 1")));

      eventually(() -> assertThat(runtime.pods().get(0).restarts()).isGreaterThanOrEqualTo(2));
    }
  }

  @Test
  void aClosedRuntimeTakesNoPods() {
    pods.close();

    assertThatThrownBy(() -> pods.runtime.create(List.of(shell("p", "exit 0"))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void onlySoManyStartAtATime_andTheNextWhenOneListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    PodProbes probes = new PodProbes("127.0.0.1", port, null, null, null);
    pods.runtime.create(
        List.of(shell("a", "exec sleep 1000").withProbes(probes), shell("b", "exec sleep 1000")));
    pods.awaitPod("a", PodStatus::ready);
    Thread.sleep(200); // long enough for a second launch that nothing holds back

    assertThat(pods.pod("b").state()).isEqualTo(PodState.CONTAINER_CREATING);
    try (ServerSocket listening = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      pods.awaitPod("b", PodStatus::ready);
    }
  }

  @Test
  void aQueuedPodIsDeletedWithoutBeingLaunched() throws Exception {
    PodProbes never = new PodProbes("127.0.0.1", 1, null, null, null);
    pods.runtime.create(
        List.of(shell("a", "exec sleep 1000").withProbes(never), shell("b", "exec sleep 1000")));
    pods.awaitPod("a", PodStatus::ready);

    pods.close();

    assertThat(pods.events.kinds("b")).containsExactly("Created", "Terminating", "Deleted");
  }

  private ProcessHandle handle(String pod) {
    Long pid = pods.awaitPod(pod, p -> p.pid() != null).pid();
    return ProcessHandle.of(Objects.requireNonNull(pid)).orElseThrow();
  }

  private static Set<Thread> podThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("breakwater-pods-"))
        .collect(Collectors.toSet());
  }

  private static Set<Thread> newThreads(Set<Thread> before) {
    Set<Thread> threads = podThreads();
    threads.removeAll(before);
    return threads;
  }

  /** The loop's child runs only once the trap is set. */
  private ProcessHandle awaitTrap(String pod) {
    ProcessHandle process = handle(pod);
    eventually(() -> assertThat(process.children()).isNotEmpty());
    return process;
  }
}
