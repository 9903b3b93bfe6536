package io.breakwater.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class TasksetTest {

  @Test
  void theKernelsLists_areRead() {
    assertThat(Taskset.numbers("0")).containsExactly(0);
    assertThat(Taskset.numbers("0-2,8,10-11")).containsExactly(0, 1, 2, 8, 10, 11);
  }

  @Test
  void missingOnPath_saysWhatToDo(@TempDir Path empty) {
    assertThatThrownBy(() -> Taskset.find(Map.of("PATH", empty.toString())))
        .isInstanceOf(BrokerException.class)
        .hasMessage(
            "taskset not found on PATH, and processors are given out with it: install util-linux"
                + " (Linux alone has it)");
  }

  @Test
  void aServer_isOnItsProcessor_alsoAfterARestart() {
    List<Integer> available = Taskset.processorsOf(ProcessHandle.current().pid());
    assumeThat(available).hasSizeGreaterThan(1);
    List<Integer> own = available.subList(1, 2);
    try (NatsServer server = NatsServer.start(ServerConfig.builder().processors(own).build())) {
      assertThat(Taskset.processorsOf(server.pid())).isEqualTo(own);
      server.restart();
      assertThat(Taskset.processorsOf(server.pid())).isEqualTo(own);
      assertThat(server.cpuTime()).isPresent();
    }
    assertThat(Taskset.processorsOf(ProcessHandle.current().pid())).isEqualTo(available);
  }

  @Test
  void aProcessorThatIsNotThere_isOneLine() {
    ServerConfig config = ServerConfig.builder().processors(List.of(1_000)).build();
    assertThatThrownBy(() -> NatsServer.start(config))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("taskset: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aProcessThatIsGone_isOneLine() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    assertThat(gone.waitFor()).isZero();
    assertThatThrownBy(() -> Taskset.find().move(gone.pid(), List.of(0)))
        .isInstanceOf(BrokerException.class)
        .hasMessageStartingWith("cannot keep process " + gone.pid() + " on the processors 0: ");
    assertThatThrownBy(() -> Taskset.processorsOf(gone.pid()))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("/proc/" + gone.pid() + "/status cannot be read");
  }
}
