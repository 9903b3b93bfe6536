package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Result;
import io.breakwater.journal.Status;
import java.nio.file.Files;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A drill on a tier as a person starts it: real servers, real connections, real signals. */
class ClusterCommandTest extends ProcessFixture {

  @Test
  void json_isTheJournalAlone_andRepeatsItsCommand() throws Exception {
    try (CliProcess drill =
        CliProcess.start(
            work,
            ("drill node-loss --replicas 6 --auth none --outage 300ms --round 100ms --arm spread"
                    + " --out run --json")
                .split(" "))) {
      assertThat(drill.await()).as(drill.err()).isZero();
      assertThat(drill.out()).isEqualTo(Files.readString(work.resolve("run/journal.json")));
      Journal journal = JournalFile.read(work.resolve("run"));
      assertThat(journal.status()).isEqualTo(Status.COMPLETED);
      assertThat(journal.command())
          .isEqualTo(
              "./breakwater drill node-loss --replicas 6 --auth none --outage 300ms --arm spread"
                  + " --round 100ms");
      Result result = Objects.requireNonNull(journal.arm("spread").result());
      assertThat(result.connected()).isEqualTo(6);
      assertThat(result.zombies()).isZero();
      assertThat(result.closedReplicas()).isZero();
      assertThat(result.servers()).hasSize(3);
      assertThat(work.resolve("run/report.html")).isNotEmptyFile();
      assertThat(drill.err())
          .contains(
              "node-loss: one of 3 servers killed, still gone after 300ms, back when its replicas",
              "arm 1 of 1: spread",
              "6 of 6 connected, 0 zombies, 0 closed")
          .doesNotContain("\u001b", "Exception");
    }
  }

  @Test
  void usualArms_signalWhileAServerIsFrozen_endsAllOfThem_andTheJournalSaysAborted()
      throws Exception {
    try (CliProcess drill =
        CliProcess.start(
            work,
            ("drill stall --replicas 3 --auth none --servers 1 --outage 10m --round 100ms"
                    + " --out run")
                .split(" "))) {
      signalAfter(drill, "a server hangs", "INT", 130);
      assertAborted(drill, "run", "interrupted");
      Journal journal = JournalFile.read(work.resolve("run"));
      assertThat(Objects.requireNonNull(journal.arm("jnats").result()).replicas()).isEqualTo(3);
      assertThat(drill.err()).contains("arm 1 of 2: jnats");
    }
  }
}
