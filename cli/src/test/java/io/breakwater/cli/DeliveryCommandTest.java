package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Result;
import io.breakwater.journal.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drills on messages as a person starts them. */
class DeliveryCommandTest {

  @TempDir Path folder;
  private Path work;

  @BeforeEach
  void workFolder() throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
  }

  @Test
  void flapUnderLoad_json_isTheJournalAlone_andRepeatsItsCommand() throws Exception {
    try (CliProcess drill =
        CliProcess.start(
            work,
            ("drill flap --load 500 --level outbox --flaps 1 --arm spread --outage 300ms --json"
                    + " --out run")
                .split(" "))) {
      assertThat(drill.await()).as(drill.err()).isZero();
      assertThat(drill.out()).isEqualTo(Files.readString(work.resolve("run/journal.json")));
      Journal journal = JournalFile.read(work.resolve("run"));
      assertThat(journal.status()).isEqualTo(Status.COMPLETED);
      assertThat(journal.command())
          .isEqualTo(
              "./breakwater drill flap --load 500 --level outbox --flaps 1 --arm spread"
                  + " --outage 300ms");
      Result result = Objects.requireNonNull(journal.arm("spread").result());
      assertThat(result.accepted()).isPositive();
      assertThat(result.lost()).isZero();
      assertThat(work.resolve("run/report.html")).isNotEmptyFile();
      assertThat(work.resolve("run/events.jsonl")).isNotEmptyFile();
      assertThat(drill.err())
          .contains("flap: broker killed 1 x, down for 300ms, under 500 messages/s, level outbox")
          .contains(" 0 lost, 0 duplicated over 1 flap\n")
          .doesNotContain("over 1 flaps")
          .doesNotContain("Exception");
    }
  }

  @Test
  void publisherKill_table_andExitCode() throws Exception {
    try (CliProcess drill =
        CliProcess.start(
            work, "drill publisher-kill --load 200 --kills 1 --arm spread --out run".split(" "))) {
      assertThat(drill.await()).as(drill.err()).isZero();
      assertThat(drill.out())
          .contains("Messages accepted", "Messages lost", "spread: ", "completed in ");
    }
  }
}
