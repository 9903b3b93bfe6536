package io.breakwater.lab.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.lab.drill.BusService;
import io.breakwater.lab.history.Entry;
import io.breakwater.lab.history.Event;
import io.breakwater.lab.history.History;
import io.breakwater.lab.measure.Await;
import io.breakwater.lab.pods.PodStatus;
import io.breakwater.lab.stack.StackMember;
import io.nats.client.Connection;
import io.nats.client.KeyValueManagement;
import io.nats.client.api.KeyValueConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults on a real broker and real processes, which are services on the bus with nothing to do. */
@Timeout(180)
class StageTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Fleet FLEET =
      new Fleet(
          List.of(
              new StackMember("scheduler", BusService.class.getName(), 2, 64, List.of(), Map.of())),
          List.of(URI.create("http://127.0.0.1:1")),
          null,
          List.of("scheduler"));

  @TempDir Path folder;
  private PodWatch watch;
  private History history;
  private Stage stage;

  @BeforeEach
  void start() throws Exception {
    watch = new PodWatch(event -> {});
    history = History.open(folder.resolve(History.NAME));
    stage = Stage.start(1, FLEET, folder.resolve("logs"), watch, history);
    assertThat(stage.awaitReady(LIMIT)).isEmpty();
  }

  @AfterEach
  void end() {
    List<Long> pids = stage.pods().stream().flatMap(pod -> Stream.ofNullable(pod.pid())).toList();
    stage.close();
    history.close();
    assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
  }

  @Test
  void activePod_isFoundByItsLease_killed_andStartedAgain() throws Exception {
    lease("{\"version\":1,\"holder\":\"scheduler-2\",\"term\":4}");
    long before = pid("scheduler-2");
    Fault.activeKilled("scheduler").strike().on(stage);
    assertThat(await(() -> pod("scheduler-2").restarts() == 1)).isTrue();
    assertThat(stage.awaitReady(LIMIT)).isEmpty();
    assertThat(pid("scheduler-2")).isNotEqualTo(before);
    assertThat(pod("scheduler-1").restarts()).isZero();
    assertThat(watch.restarts()).as("it was us").isZero();
    assertThat(noted()).containsExactly("SIGKILL to scheduler-2");
  }

  @Test
  void processThatEndsByItself_isARestart() throws Exception {
    ProcessHandle.of(pid("scheduler-1")).orElseThrow().destroyForcibly();
    assertThat(await(() -> watch.restarts() == 1)).isTrue();
  }

  @Test
  void frozenPod_standsStill_andGoesOn() throws Exception {
    lease("{\"holder\": \"scheduler-1\"}");
    long pid = pid("scheduler-1");
    stage.freeze(stage.active("scheduler").orElseThrow());
    assertThat(await(() -> state(pid).equals("T"))).isTrue();
    stage.thaw();
    assertThat(await(() -> !state(pid).equals("T"))).isTrue();
    assertThat(pid("scheduler-1")).isEqualTo(pid);
    assertThat(noted()).containsExactly("SIGSTOP to scheduler-1", "SIGCONT to scheduler-1");
  }

  @Test
  void brokerKilled_keepsItsData_wiped_hasNone_andNoPodRestarts() throws Exception {
    lease("{\"holder\": \"scheduler-1\"}");
    Fault.brokerKilled(Duration.ofMillis(200)).strike().on(stage);
    assertThat(stage.awaitReady(LIMIT)).isEmpty();
    assertThat(stage.active("scheduler")).contains("scheduler-1");
    Fault.brokerWiped(Duration.ofMillis(200)).strike().on(stage);
    assertThat(stage.awaitReady(LIMIT)).isEmpty();
    try (Connection nats = stage.tier().connect()) {
      assertThat(nats.keyValueManagement().getBucketNames()).isEmpty();
    }
    assertThat(watch.restarts()).isZero();
    assertThat(history.entries().stream().map(Entry::event))
        .hasOnlyElementsOfType(Event.DataWiped.class);
  }

  @Test
  void coldStart_allPodsAreNewOnes() throws Exception {
    List<Long> before = stage.pods().stream().map(PodStatus::pid).toList();
    Fault.coldStart(Duration.ofSeconds(1)).strike().on(stage);
    assertThat(stage.awaitReady(LIMIT)).isEmpty();
    assertThat(stage.pods()).extracting(PodStatus::pid).doesNotContainAnyElementsOf(before);
    assertThat(watch.restarts()).isZero();
  }

  private void lease(String record) throws Exception {
    try (Connection nats = stage.tier().connect()) {
      KeyValueManagement buckets = nats.keyValueManagement();
      var unused = buckets.create(KeyValueConfiguration.builder().name("leases").build());
      nats.keyValue("leases").put("scheduler", record);
    }
  }

  private PodStatus pod(String name) {
    return stage.pods().stream().filter(pod -> pod.name().equals(name)).findFirst().orElseThrow();
  }

  private long pid(String name) {
    return Objects.requireNonNull(pod(name).pid());
  }

  private static String state(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    } catch (IOException e) {
      return "gone";
    }
  }

  private List<String> noted() {
    return history.entries().stream()
        .flatMap(
            entry ->
                entry.event() instanceof Event.Note note ? Stream.of(note.text()) : Stream.of())
        .toList();
  }

  private static boolean await(BooleanSupplier condition) throws InterruptedException {
    return Await.within(LIMIT, condition);
  }
}
