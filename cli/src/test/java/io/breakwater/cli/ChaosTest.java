package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.HtmlReport;
import io.breakwater.journal.Jobs;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Status;
import io.breakwater.lab.drill.DrillListener;
import io.breakwater.lab.services.ServicesDrill;
import io.breakwater.lab.services.ServicesKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random faults under a load of jobs and workflows: no invariant may be broken. For 3 minutes, or
 * {@code -Dbreakwater.chaos.duration=30m}; {@code -Dbreakwater.chaos.seed} draws other faults. The
 * run is kept in {@code target/chaos}.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class ChaosTest {
  @Test
  void randomFaults_breakNoInvariant() throws IOException {
    Duration duration = Durations.parse(System.getProperty("breakwater.chaos.duration", "3m"));
    long seed = Long.getLong("breakwater.chaos.seed", 1);
    Path folder = Path.of("target", "chaos", Long.toString(Instant.now().getEpochSecond()));
    ServicesSettings load = new ServicesSettings();
    load.jobs = Optional.empty();
    load.runs = Optional.empty();
    Journal journal =
        new ServicesDrill(
                load.options(
                    ServicesKind.CHAOS,
                    new ServicesSettings.Times(
                        Optional.empty(),
                        Optional.of(duration),
                        Optional.empty(),
                        Optional.of(seed)),
                    folder),
                ServicesFleet::make)
            .run(new DrillListener() {});
    JournalFile.write(folder.resolve(JournalFile.NAME), journal);
    HtmlReport.write(folder.resolve(HtmlReport.NAME), journal);
    assertThat(journal.status())
        .as("%s: %s %s", folder, journal.message(), journal.arm("services").notes())
        .isEqualTo(Status.COMPLETED);
    Jobs jobs =
        Objects.requireNonNull(Objects.requireNonNull(journal.arm("services").result()).jobs());
    assertThat(jobs.violations()).isEmpty();
    assertThat(jobs.faults()).isPositive();
    assertThat(jobs.settled()).isPositive().isEqualTo(jobs.accepted());
  }
}
