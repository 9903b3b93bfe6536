package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Jobs;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Recovery;
import io.breakwater.journal.Result;
import io.breakwater.journal.Status;
import java.nio.file.Files;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A drill on the control plane as a person starts it: real services, real work, a real fault. */
@Timeout(200)
class ServicesCommandTest extends ProcessFixture {

  @Test
  void flap_everyAcceptedJobEnds_andTheJournalSaysSo() throws Exception {
    try (CliProcess drill =
        start("drill flap --services --load-jobs 60 --load-runs 6 --outage 2s --json --out run")) {
      assertThat(drill.await()).as(drill.err()).isZero();
      assertThat(drill.out()).isEqualTo(Files.readString(work.resolve("run/journal.json")));
      Journal journal = JournalFile.read(work.resolve("run"));
      assertThat(journal.drill()).isEqualTo("flap-services");
      assertThat(journal.status()).isEqualTo(Status.COMPLETED);
      assertThat(journal.command())
          .isEqualTo("./breakwater drill flap --services --load-jobs 60 --load-runs 6 --outage 2s");
      Result result = Objects.requireNonNull(journal.arm("services").result());
      assertThat(result.restarts()).isZero();
      assertThat(result.livenessFailures()).isNotNull();
      Jobs jobs = Objects.requireNonNull(result.jobs());
      assertThat(jobs.accepted()).isGreaterThan(30).isEqualTo(jobs.settled());
      assertThat(jobs.executions()).isGreaterThan(30);
      assertThat(jobs.violations()).isEmpty();
      Recovery recovery = Objects.requireNonNull(jobs.recovery());
      assertThat(recovery.firstDispatchSeconds()).isNotNull();
      assertThat(recovery.firstDispatchLimitSeconds()).as("a period and 2 s").isEqualTo(2.5);
      assertThat(recovery.firstFinishedSeconds()).isNotNull();
      assertThat(recovery.steadyPerSecond()).isPositive();
      assertThat(recovery.backlog()).isNotNull();
      assertThat(Objects.requireNonNull(journal.arm("services").timeline()).jobs()).isNotNull();
      assertThat(journal.arm("services").pods()).hasSize(9);
      assertThat(work.resolve("run/services/history.jsonl")).isNotEmptyFile();
      assertThat(work.resolve("run/report.html"))
          .content()
          .contains("Executions beyond the first", "Jobs and steps finished");
      assertThat(drill.err())
          .contains("flap on the control plane, under 60 jobs and 6 runs", "no invariant broken")
          .doesNotContain("Exception");
    }
  }

  @Test
  void signal_endsAllProcesses_andWhatWasSeenIsKept() throws Exception {
    try (CliProcess drill = start("drill service-kill --out run")) {
      signalAfter(drill, "steady load", "INT", 130);
      assertAborted(drill, "run", "interrupted");
      assertThat(work.resolve("run/services/history.jsonl")).isNotEmptyFile();
      assertThat(work.resolve("run/report.html")).isNotEmptyFile();
    }
  }
}
