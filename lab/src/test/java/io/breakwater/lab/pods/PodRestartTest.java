package io.breakwater.lab.pods;

import static io.breakwater.lab.pods.PodFixture.eventually;
import static io.breakwater.lab.pods.PodFixture.shell;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodRestartTest {

  private final PodFixture pods = new PodFixture();

  @TempDir Path directory;

  @AfterEach
  void close() {
    pods.close();
  }

  @Test
  void crashLoop_firstRestartAtOnce_thenBackOffThatDoubles() {
    pods.runtime.create(List.of(shell("p", "exit 1")));

    PodStatus pod =
        pods.awaitPod("p", p -> p.restarts() >= 3 && p.state() == PodState.CRASH_LOOP_BACK_OFF);

    assertThat(pod.lastExitCode()).isEqualTo(1);
    assertThat(pod.reason()).isEqualTo("exit code 1");
    assertThat(pod.ready()).isFalse();
    eventually(
        () ->
            assertThat(pods.events.kinds("p"))
                .containsSubsequence("Created", "Started", "Ready", "Exited")
                .filteredOn(kind -> !kind.equals("Ready"))
                .startsWith(
                    "Created", "Started", "Exited", "Started", "Exited", "BackOff", "Started",
                    "Exited", "BackOff", "Started", "Exited", "BackOff"));
    assertThat(waitAfterExit(1)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    assertThat(waitAfterExit(2)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
  }

  @Test
  void anExitWithZeroIsRestartedToo() {
    pods.runtime.create(List.of(shell("p", "exit 0")));

    pods.awaitPod("p", p -> p.restarts() >= 2);

    assertThat(pods.events.of("p", PodEvent.Exited.class))
        .first()
        .satisfies(event -> assertThat(event.pod().state()).isEqualTo(PodState.COMPLETED))
        .satisfies(event -> assertThat(event.pod().restarts()).isZero());
  }

  @Test
  void anEndBySignalIsAnErrorWithItsCode() {
    pods.runtime.create(List.of(shell("p", "kill -KILL $$")));

    pods.awaitPod("p", p -> p.restarts() >= 1);

    assertThat(pods.events.of("p", PodEvent.Exited.class).get(0))
        .satisfies(event -> assertThat(event.change()).isEqualTo(new PodEvent.Exited(137)))
        .satisfies(event -> assertThat(event.pod().state()).isEqualTo(PodState.ERROR));
  }

  @Test
  void aProgramThatDoesNotExist_saysSo_andBacksOff() {
    pods.runtime.create(List.of(PodSpec.of("p", "d", List.of("/no/such/program"))));

    PodStatus pod = pods.awaitPod("p", p -> p.state() == PodState.CRASH_LOOP_BACK_OFF);

    assertThat(pod.reason())
        .contains("/no/such/program")
        .contains("No such file")
        .doesNotContain("\n");
    assertThat(pods.events.of("p", PodEvent.StartFailed.class).get(0).pod().state())
        .isEqualTo(PodState.RUN_CONTAINER_ERROR);
    assertThat(pods.events.of("p", PodEvent.Started.class)).isEmpty();
  }

  @Test
  void aProgramThatAppearsLater_isStarted() throws Exception {
    Path program = directory.resolve("late");
    pods.runtime.create(List.of(PodSpec.of("p", "d", List.of(program.toString()))));
    pods.awaitPod("p", p -> p.state() == PodState.CRASH_LOOP_BACK_OFF);

    Path draft = Files.writeString(directory.resolve("draft"), "#!/bin/sh\nexec sleep 1000\n");
    assertThat(draft.toFile().setExecutable(true)).isTrue();
    Files.move(draft, program);

    assertThat(pods.awaitPod("p", PodStatus::ready).state()).isEqualTo(PodState.RUNNING);
  }

  @Test
  void theLogGoesOnAcrossRestarts_andTheEnvironmentIsItsOwn() throws Exception {
    Path log = directory.resolve("p.log");
    PodSpec spec =
        shell("p", "echo \"run $GREETING ${USER-no user} in $PWD\"; exit 3")
            .withEnvironment(Map.of("GREETING", "hello"))
            .withWorkingDirectory(directory)
            .withLogFile(log);

    pods.runtime.create(List.of(spec));
    pods.awaitPod("p", p -> p.restarts() >= 1 && p.state() != PodState.RUNNING);

    assertThat(Files.readAllLines(log))
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(line -> line.equals("run hello no user in " + directory));
  }

  @Test
  void whatACrashedProcessLeftBehindIsKilled() throws Exception {
    Path pid = directory.resolve("pid");
    PodSpec spec =
        shell("p", "[ -f pid ] && exec sleep 1000; setsid sleep 1000 & echo $! > pid; exit 1")
            .withWorkingDirectory(directory);

    pods.runtime.create(List.of(spec));
    pods.awaitPod("p", p -> p.restarts() == 1 && p.ready());

    long orphan = Long.parseLong(Files.readString(pid).strip());
    eventually(() -> assertThat(ProcessHandle.of(orphan)).isNotPresent());
  }

  private Duration waitAfterExit(int number) {
    List<PodEvent> exits = pods.events.of("p", PodEvent.Exited.class);
    List<PodEvent> starts = pods.events.of("p", PodEvent.Started.class);
    return Duration.between(exits.get(number).at(), starts.get(number + 1).at());
  }
}
