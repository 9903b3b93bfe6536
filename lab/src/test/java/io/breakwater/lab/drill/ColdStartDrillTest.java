package io.breakwater.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Arm;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.Journal;
import io.breakwater.journal.Result;
import io.breakwater.journal.RunEvent;
import io.breakwater.journal.Status;
import io.breakwater.journal.SteadyState;
import io.breakwater.journal.Timeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColdStartDrillTest {
  @TempDir Path folder;

  @Test
  void failFastRestarts_retryWithinBudgetDoesNot() {
    DrillFixture fixture = new DrillFixture();
    DrillOptions options =
        DrillFixture.options(
            folder.resolve("run"),
            Duration.ofSeconds(6),
            Duration.ofSeconds(60),
            "fail-fast",
            "retry-within-budget");

    Journal journal =
        new ColdStartDrill(options, DrillFixture.QUICK, DrillFixture.PROGRAMS).run(fixture);

    assertThat(fixture.processesLeft()).isEmpty();
    assertThat(journal.status()).as("%s", journal.message()).isEqualTo(Status.COMPLETED);
    assertThat(journal.message()).isNull();
    assertThat(journal.drill()).isEqualTo("cold-start");
    assertThat(journal.command()).isEqualTo("./breakwater drill of a test");
    assertThat(journal.parameters())
        .containsEntry("replicas", 3)
        .containsEntry("outageSeconds", 6.0)
        .containsEntry("services", List.of("gateway", "scheduler", "workflow-engine"));
    assertThat(journal.arms())
        .extracting(Arm::name)
        .containsExactly("fail-fast", "retry-within-budget");
    assertThat(journal.arms()).allSatisfy(ColdStartDrillTest::cameBack);

    Result baseline = result(journal, "fail-fast");
    assertThat(baseline.restarts()).isPositive();
    // Every run that failed has made an attempt and has told it before it ended.
    assertThat(baseline.attempts())
        .isGreaterThanOrEqualTo(Objects.requireNonNull(baseline.restarts()));
    assertThat(baseline.outcomes()).containsKey("REFUSED").containsEntry("CONNECTED", 3L);

    Result candidate = result(journal, "retry-within-budget");
    assertThat(candidate.restarts()).isZero();
    assertThat(candidate.crashLoopBackOffSeconds()).isZero();
    assertThat(candidate.outcomes()).containsKey("REFUSED").containsEntry("CONNECTED", 3L);
    assertThat(journal.arm("retry-within-budget").pods())
        .allSatisfy(pod -> assertThat(pod.restarts()).isZero());
    assertThat(Objects.requireNonNull(journal.comparison()).candidate())
        .isEqualTo("retry-within-budget");

    List<RunEvent> events = EventsFile.read(folder.resolve("run").resolve(EventsFile.NAME));
    assertThat(events)
        .extracting(RunEvent::source)
        .contains("fail-fast/gateway-1", "retry-within-budget/workflow-engine-1");
    assertThat(fixture.said)
        .contains("arm fail-fast 1 of 2", "broker down, services restarted")
        .anyMatch(line -> line.startsWith("end of retry-within-budget: all 3 connected "));
  }

  private static Result result(Journal journal, String arm) {
    return Objects.requireNonNull(journal.arm(arm).result());
  }

  private static void cameBack(Arm arm) {
    Result result = Objects.requireNonNull(arm.result());
    Timeline timeline = Objects.requireNonNull(arm.timeline());
    assertThat(arm.steadyState().before()).matches(SteadyState.Check::met);
    assertThat(arm.steadyState().after()).matches(SteadyState.Check::met);
    assertThat(arm.notes()).isEmpty();
    assertThat(result.connected()).isEqualTo(3);
    assertThat(result.t50Seconds()).isNotNull().isLessThanOrEqualTo(result.t100Seconds());
    assertThat(result.timeToReadySeconds()).isGreaterThanOrEqualTo(0);
    assertThat(result.brokerUpAtSeconds())
        .isGreaterThan(Objects.requireNonNull(result.brokerDownAtSeconds()) + 6);
    assertThat(result.livenessFailures()).isZero();
    assertThat(result.brokerCpuSeconds()).isNotNull().isBetween(0.0, 30.0);
    deletedAndBack(timeline.ready());
    deletedAndBack(timeline.connected());
    assertThat(arm.pods())
        .extracting(pod -> pod.name() + " " + pod.status() + " " + pod.ready())
        .containsExactly(
            "gateway-1 Running true", "scheduler-1 Running true", "workflow-engine-1 Running true");
    assertThat(arm.pods()).allSatisfy(pod -> assertThat(pod.phases()).isNotEmpty());
  }

  private static void deletedAndBack(@Nullable List<@Nullable Integer> series) {
    List<@Nullable Integer> bins = Objects.requireNonNull(series);
    assertThat(bins.get(0)).isEqualTo(3);
    assertThat(bins.contains(0)).isTrue();
    assertThat(bins.get(bins.size() - 1)).isEqualTo(3);
  }
}
