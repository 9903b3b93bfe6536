package io.breakwater.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.Taskset;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessorSplitTest {
  private List<Integer> before = List.of();

  @BeforeEach
  void twoProcessors() {
    before = ownProcessors();
    assumeThat(before).hasSizeGreaterThan(1);
  }

  @Test
  void theBrokerGetsTheFirst_ofThoseThatThereAre() {
    assertThat(ProcessorSplit.of(1, List.of(2, 5)))
        .isEqualTo(new ProcessorSplit(List.of(2), List.of(5)));
    assertThat(ProcessorSplit.of(3, List.of(0, 1, 4, 5)))
        .isEqualTo(new ProcessorSplit(List.of(0, 1, 4), List.of(5)));
  }

  @Test
  void oneIsLeftForEach() {
    assertRefused(0, List.of(0, 1, 2), "expected 1 to 2: the clients need one too, got 0");
    assertRefused(3, List.of(0, 1, 2), "expected 1 to 2: the clients need one too, got 3");
    assertRefused(-1, List.of(0, 1), "expected 1 to 1: the clients need one too, got -1");
    assertRefused(1, List.of(3), "expected two processors at least");
  }

  private static void assertRefused(int brokerCores, List<Integer> available, String message) {
    assertThatThrownBy(() -> ProcessorSplit.of(brokerCores, available))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("broker cores: ")
        .hasMessageContaining(message);
  }

  @Test
  void allThreads_areMoved_andMovedBack() {
    int usual = Runtime.getRuntime().availableProcessors();
    ProcessorSplit split = ProcessorSplit.of(before.size() - 1);
    try (ProcessorSplit.Kept kept = split.keepClients()) {
      assertThat(processorsOfAllThreads()).containsOnly(split.clients());
      awaitProcessors(1);
    }
    assertThat(processorsOfAllThreads()).containsOnly(before);
    awaitProcessors(usual);
  }

  @Test
  void interrupted_itIsMovedBackAllTheSame() {
    try (ProcessorSplit.Kept kept = ProcessorSplit.of(1).keepClients()) {
      Thread.currentThread().interrupt();
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ownProcessors()).isEqualTo(before);
  }

  @Test
  void processorsThatAreNotThere_areOneLine_andNothingIsMoved() {
    ProcessorSplit nowhere = new ProcessorSplit(List.of(0), List.of(1_000));
    assertThatThrownBy(nowhere::keepClients)
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("on the processors 1000: taskset: ")
        .hasMessageNotContaining("\n");
    assertThat(processorsOfAllThreads()).containsOnly(before);
  }

  @Test
  void shared_movesNothing() {
    try (ProcessorSplit.Kept kept = ProcessorSplit.SHARED.keepClients()) {
      assertThat(processorsOfAllThreads()).containsOnly(before);
    }
  }

  private static void awaitProcessors(int expected) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Runtime.getRuntime().availableProcessors() == expected);
  }

  private static List<Integer> ownProcessors() {
    return Taskset.processorsOf(ProcessHandle.current().pid());
  }

  private static List<List<Integer>> processorsOfAllThreads() {
    return Stream.of(Objects.requireNonNull(new File("/proc/self/task").list()))
        .filter(thread -> new File("/proc/" + thread).exists())
        .map(thread -> Taskset.processorsOf(Long.parseLong(thread)))
        .toList();
  }
}
