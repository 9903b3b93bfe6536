package io.breakwater.lab.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTableTest {

  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void tableLooksLikeKubectlGetPods() {
    List<PodStatus> pods =
        List.of(
            pod("gateway-0", true, PodState.RUNNING, 0, null),
            pod("scheduler-0", false, PodState.CRASH_LOOP_BACK_OFF, 3, 118),
            pod("workflow-engine-0", false, PodState.ERROR, 0, 130));

    assertThat(PodTable.render(pods, CREATED.plusSeconds(130)))
        .isEqualTo(
            """
            NAME                READY   STATUS             RESTARTS      AGE
            gateway-0           1/1     Running            0             2m10s
            scheduler-0         0/1     CrashLoopBackOff   3 (12s ago)   2m10s
            workflow-engine-0   0/1     Error              0             2m10s""");
  }

  @Test
  void tableWithoutPodsIsTheHeader() {
    assertThat(PodTable.render(List.of(), CREATED))
        .isEqualTo("NAME   READY   STATUS   RESTARTS   AGE");
  }

  @Test
  void watchTellsOnlyWhatChangedAndStaysAligned() {
    PodTable table = PodTable.watch(List.of("scheduler-0", "gateway-0"));

    assertThat(table.header())
        .isEqualTo("NAME          READY   STATUS              RESTARTS        AGE");
    assertThat(table.update(pod("gateway-0", false, PodState.RUNNING, 0, null), at(1)))
        .hasValue("gateway-0     0/1     Running             0               1s");
    assertThat(table.update(pod("gateway-0", false, PodState.RUNNING, 0, null), at(5))).isEmpty();
    assertThat(table.update(pod("gateway-0", true, PodState.RUNNING, 0, null), at(6)))
        .hasValue("gateway-0     1/1     Running             0               6s");
    assertThat(table.update(pod("gateway-0", false, PodState.CRASH_LOOP_BACK_OFF, 1, 7), at(8)))
        .hasValue("gateway-0     0/1     CrashLoopBackOff    1 (1s ago)      8s");
    assertThat(table.update(pod("gateway-0", false, PodState.CRASH_LOOP_BACK_OFF, 2, 9), at(10)))
        .hasValue("gateway-0     0/1     CrashLoopBackOff    2 (1s ago)      10s");
  }

  @Test
  void watchWidensForANameItWasNotToldOf() {
    PodTable table = PodTable.watch(List.of("a"));

    assertThat(table.update(pod("longer-name", true, PodState.RUNNING, 0, null), at(1)))
        .hasValueSatisfying(line -> assertThat(line).startsWith("longer-name   1/1"));
    assertThat(table.header()).startsWith("NAME          READY");
  }

  @ParameterizedTest
  @CsvSource({
    "-5, 0s",
    "0, 0s",
    "45, 45s",
    "119, 119s",
    "120, 2m",
    "130, 2m10s",
    "599, 9m59s",
    "600, 10m",
    "10799, 179m",
    "10800, 3h",
    "10860, 3h1m",
    "28800, 8h",
    "172799, 47h",
    "172800, 2d",
    "176400, 2d1h",
    "691200, 8d"
  })
  void agesAreWrittenAsKubectlDoes(long seconds, String text) {
    assertThat(HumanDuration.format(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  private static Instant at(int seconds) {
    return CREATED.plusSeconds(seconds);
  }

  private static PodStatus pod(
      String name, boolean ready, PodState state, int restarts, @Nullable Integer finishedSecond) {
    Instant finished = finishedSecond == null ? null : at(finishedSecond);
    return new PodStatus(
        name, "any", ready, state, restarts, CREATED, CREATED, finished, null, null, null);
  }
}
