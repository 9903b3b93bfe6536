package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A storm as a person starts it: a real broker, real connections, real signals. */
class StormCommandTest {

  @TempDir Path folder;
  private Path work;

  @BeforeEach
  void workFolder() throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
  }

  @Test
  void json_isTheJournalAlone_andRepeatsItsCommand() throws Exception {
    try (CliProcess drill =
        CliProcess.start(
            work,
            ("drill storm --replicas 5 --auth bcrypt --bcrypt-cost 4 --outage 300ms --round 100ms"
                    + " --arm jitter --arm spread --out run --json")
                .split(" "))) {
      assertThat(drill.await()).as(drill.err()).isZero();
      assertThat(drill.out()).isEqualTo(Files.readString(work.resolve("run/journal.json")));
      Journal journal = JournalFile.read(work.resolve("run"));
      assertThat(journal.status()).isEqualTo(Status.COMPLETED);
      assertThat(journal.command())
          .isEqualTo(
              "./breakwater drill storm --replicas 5 --auth bcrypt --bcrypt-cost 4 --outage 300ms"
                  + " --arm jitter --arm spread --round 100ms");
      assertThat(journal.arm("spread").result())
          .satisfies(
              result -> {
                assertThat(result.connected()).isEqualTo(5);
                assertThat(result.ratio()).isPositive();
              });
      assertThat(work.resolve("run/report.html")).isNotEmptyFile();
      assertThat(drill.err())
          .contains("storm: broker down for 300ms under 5 light clients, bcrypt of cost 4")
          .contains("measuring C", "arm 2 of 2: spread")
          .doesNotContain("\u001b", "Exception");
    }
  }

  @Test
  void signal_endsTheBroker_andTheJournalSaysAborted() throws Exception {
    try (CliProcess drill =
        CliProcess.start(
            work,
            ("drill storm --replicas 3 --auth password --outage 60s --round 100ms --arm spread"
                    + " --out run")
                .split(" "))) {
      await().atMost(Duration.ofSeconds(60)).until(() -> drill.out().contains("-- broker down"));
      List<ProcessHandle> children = drill.descendants();

      drill.signal("INT");

      assertThat(drill.await()).isEqualTo(130);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(drill.err().lines()).singleElement().isEqualTo("breakwater: aborted: interrupted");
      assertThat(JournalFile.read(work.resolve("run")).status()).isEqualTo(Status.ABORTED);
      assertThat(work.resolve("run/report.html")).isNotEmptyFile();
    }
  }

  @Test
  void brokerThatDoesNotTakeItsConfiguration_isOneLine_andTheJournalSaysAborted() throws Exception {
    try (CliProcess drill =
        CliProcess.start(
            work,
            List.of(),
            "drill",
            "storm",
            "--auth",
            "none",
            "--broker-config",
            "max_connections: many",
            "--out",
            "run")) {
      assertThat(drill.await()).isEqualTo(1);
      assertThat(drill.err().lines())
          .singleElement()
          .asString()
          .startsWith("breakwater: aborted: nats-server refused its configuration");
      assertThat(JournalFile.read(work.resolve("run")).status()).isEqualTo(Status.ABORTED);
    }
  }

  @Test
  void policyFileThatIsWrong_isOneLine_andTheJournalSaysAborted() throws Exception {
    Path mine =
        Files.writeString(
            folder.resolve("mine.yaml"),
            "nats: { servers: [nats://a] }\nservice: a\nreconnect: { wait: 2 }\n");
    Path run = folder.resolve("run");
    CliCall call = CliCall.run("drill", "storm", "--arm", mine.toString(), "--out", run.toString());
    assertThat(call.status()).isEqualTo(2);
    assertThat(call.out()).isEmpty();
    assertThat(call.err().lines())
        .singleElement()
        .asString()
        .startsWith("breakwater: aborted: " + mine + ":3: reconnect.wait: expected a duration");
    assertThat(JournalFile.read(run).status()).isEqualTo(Status.ABORTED);
  }
}
