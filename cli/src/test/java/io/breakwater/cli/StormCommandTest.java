package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.breakwater.journal.EventsFile;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.RunEvent;
import io.breakwater.journal.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A storm as a person starts it: a real broker, real connections, real signals. */
class StormCommandTest extends ProcessFixture {

  @Test
  void clientsPerArm_json_isTheJournalAlone_andRepeatsItsCommand() throws Exception {
    try (CliProcess drill =
        start(
            "drill storm --replicas 5 --auth bcrypt --bcrypt-cost 4 --outage 300ms --round 100ms"
                + " --arm jnats:jitter --arm spread --out run --json")) {
      assertThat(drill.await()).as(drill.err()).isZero();
      assertThat(drill.out()).isEqualTo(Files.readString(work.resolve("run/journal.json")));
      Journal journal = JournalFile.read(work.resolve("run"));
      assertThat(journal.status()).isEqualTo(Status.COMPLETED);
      assertThat(journal.command())
          .isEqualTo(
              "./breakwater drill storm --replicas 5 --auth bcrypt --bcrypt-cost 4 --outage 300ms"
                  + " --arm jnats:jitter --arm spread --round 100ms");
      assertThat(journal.arm("spread").result())
          .satisfies(
              result -> {
                assertThat(result.connected()).isEqualTo(5);
                assertThat(result.ratio()).isPositive();
              });
      assertThat(work.resolve("run/report.html")).isNotEmptyFile();
      assertThat(EventsFile.read(work.resolve("run/events.jsonl")))
          .extracting(RunEvent::source)
          .contains("jnats:jitter/storm-4", "spread/storm-4");
      assertThat(drill.err())
          .contains(
              "storm: broker down for 300ms under 5 jnats and light clients, bcrypt of cost 4",
              "measuring C",
              "arm 1 of 2: jnats:jitter",
              "arm 2 of 2: spread")
          .doesNotContain("\u001b", "Exception");
    }
  }

  @Test
  void brokerCores_tlsKeyAndSeed_areInTheJournal_andInItsCommand() throws Exception {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    try (CliProcess drill =
        start(
            "drill storm --replicas 3 --auth tls --tls-key rsa-2048 --broker-cores 1 --outage 300ms"
                + " --arm spread --seed 7 --round 100ms --out run")) {
      assertThat(drill.await()).as(drill.err()).isZero();
      assertThat(drill.err()).contains("3 light clients, tls with the key rsa-2048, connect");
      Journal journal = JournalFile.read(work.resolve("run"));
      assertThat(journal.command())
          .isEqualTo(
              "./breakwater drill storm --replicas 3 --auth tls --tls-key rsa-2048 --broker-cores 1"
                  + " --outage 300ms --arm spread --seed 7 --round 100ms");
      assertThat(journal.parameters())
          .containsEntry("authentication", "tls")
          .containsEntry("tlsKey", "rsa-2048")
          .containsEntry("brokerCores", 1)
          .containsEntry("seed", 7);
    }
  }

  @Test
  void forAPerson_progressOnStderr_figuresOnStdout() throws Exception {
    try (CliProcess drill =
        start(
            "drill storm --replicas 3 --auth password --outage 300ms --round 100ms --arm spread"
                + " --out run")) {
      assertThat(drill.await()).as(drill.err()).isZero();
      assertThat(drill.err()).contains("under 3 light clients", "arm 1 of 1: spread");
      assertThat(drill.out())
          .containsPattern("\\| +spread *\n")
          .contains("report   run/report.html")
          .doesNotContain("arm 1 of 1", "-- ");
    }
  }

  @Test
  void signal_endsTheBroker_andTheJournalSaysAborted() throws Exception {
    try (CliProcess drill =
        start(
            "drill storm --replicas 3 --auth password --outage 60s --round 100ms --arm spread"
                + " --out run")) {
      signalAfter(drill, "-- broker down", "INT", 130);
      assertAborted(drill, "run", "interrupted");
      assertThat(work.resolve("run/report.html")).isNotEmptyFile();
    }
  }

  @Test
  void brokerThatDoesNotTakeItsConfiguration_isOneLine_andTheJournalSaysAborted() throws Exception {
    try (CliProcess drill =
        CliProcess.start(
            work,
            "drill",
            "storm",
            "--auth",
            "none",
            "--broker-config",
            "max_connections: many",
            "--out",
            "run")) {
      assertThat(drill.await()).isEqualTo(1);
      assertAborted(drill, "run", "nats-server refused its configuration");
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
