package io.breakwater.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Arm;
import io.breakwater.journal.HtmlReport;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Result;
import io.breakwater.journal.Status;
import io.breakwater.journal.SteadyState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlapDrillTest {
  @TempDir Path folder;

  @Test
  void plainJnatsAgainstSpread_everyFigureOfTheIssueIsThere_inBothArms() throws Exception {
    DrillFixture fixture = new DrillFixture();
    // Long enough for three readiness probes a second apart to fail.
    DrillOptions options =
        DrillFixture.options(
            folder, Duration.ofSeconds(5), Duration.ofSeconds(60), "jnats", "spread");

    Journal journal =
        new FlapDrill(options, DrillFixture.QUICK, DrillFixture.PROGRAMS).run(fixture);

    assertThat(fixture.processesLeft()).isEmpty();
    assertThat(journal.status()).as("%s", journal.message()).isEqualTo(Status.COMPLETED);
    assertThat(journal.arms()).extracting(Arm::name).containsExactly("jnats", "spread");
    assertThat(journal.arms()).allSatisfy(FlapDrillTest::isWhole);

    assertThat(journal.arm("jnats").policy())
        .containsEntry("reconnect", "every 2s")
        .containsEntry("connectTimeout", "2s");
    assertThat(result(journal, "jnats").readinessWentRed()).isFalse();
    assertThat(journal.arm("spread").policy()).containsEntry("reconnect", "spread");
    assertThat(result(journal, "spread").readinessWentRed()).isTrue();
    assertThat(result(journal, "spread").timeToReadySeconds()).isNotNull();
    assertThat(journal.comparison()).isNotNull();

    JournalFile.write(folder.resolve(JournalFile.NAME), journal);
    assertThat(JournalFile.read(folder)).isEqualTo(journal);
    HtmlReport.write(folder.resolve(HtmlReport.NAME), journal);
    assertThat(Files.readString(folder.resolve(HtmlReport.NAME)))
        .contains(
            "T50",
            "T99",
            "T100",
            "Most attempts in any 100 ms",
            "Attempts per minute",
            "Broker CPU while recovering",
            "Readiness went red",
            "Liveness probes failed");
  }

  private static Result result(Journal journal, String arm) {
    return Objects.requireNonNull(journal.arm(arm).result());
  }

  private static void isWhole(Arm arm) {
    Result result = Objects.requireNonNull(arm.result());
    assertThat(arm.steadyState().before()).matches(SteadyState.Check::met);
    assertThat(arm.steadyState().after()).matches(SteadyState.Check::met);
    assertThat(result.connected()).isEqualTo(3);
    assertThat(result.t50Seconds()).isNotNull();
    assertThat(result.t99Seconds()).isEqualTo(result.t100Seconds());
    assertThat(result.t100Seconds()).isNotNull();
    assertThat(result.outcomes()).containsEntry("CONNECTED", 3L).containsKey("REFUSED");
    assertThat(result.overloadedAttempts()).isZero();
    assertThat(
            Objects.requireNonNull(result.outcomes()).values().stream().mapToLong(it -> it).sum())
        .isEqualTo(result.attempts());
    assertThat(result.attemptsPerMinute()).isPositive();
    assertThat(result.peakAttemptsPer100ms()).isBetween(1, 20);
    assertThat(result.peakAttemptsPerSecond())
        .isGreaterThanOrEqualTo(Objects.requireNonNull(result.peakAttemptsPer100ms()));
    assertThat(result.brokerCpuSeconds()).isNotNull();
    assertThat(result.restarts()).isZero();
    assertThat(result.livenessFailures()).isZero();
    assertThat(arm.timeline()).isNotNull();
    assertThat(arm.pods()).hasSize(3);
  }
}
