package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Status;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drills as a person starts them: real broker, real pods, real signals. */
class DrillProcessTest extends ProcessFixture {

  @Test
  void json_isTheJournalAlone_andTheFolderHasTheRest() throws Exception {
    try (CliProcess drill =
        start("drill flap --arm spread --outage 500ms --replicas 3 --out run --json")) {
      assertThat(drill.await()).as(drill.err()).isZero();
      Path saved = work.resolve("run/journal.json");
      assertThat(drill.out()).isEqualTo(Files.readString(saved));
      Journal journal = JournalFile.read(saved);
      assertThat(journal.status()).isEqualTo(Status.COMPLETED);
      assertThat(journal.command())
          .isEqualTo("./breakwater drill flap --arm spread --replicas 3 --outage 500ms");
      assertThat(journal.arm("spread").result()).isNotNull();
      assertThat(work.resolve("run")).isDirectoryContaining("glob:**report.html");
      assertThat(work.resolve("run")).isDirectoryContaining("glob:**events.jsonl");
      assertThat(drill.err()).contains("arm 1 of 1: spread").doesNotContain("\u001b", "Exception");
    }
  }

  @Test
  void forAPerson_podsAsKubectlShowsThem_thenTheFigures() throws Exception {
    try (CliProcess drill =
        start(
            "drill cold-start --arm fail-fast --arm retry-within-budget --outage 3s --replicas 3")) {
      assertThat(drill.await()).as(drill.err()).isZero();
      assertThat(drill.err())
          .contains("arm 1 of 2: fail-fast", "arm 2 of 2: retry-within-budget")
          .containsPattern("NAME +READY +STATUS +RESTARTS +AGE\n")
          .containsPattern("workflow-engine-1 +0/1 +Error ")
          .doesNotContain("breakwater: ");
      assertThat(drill.out())
          .as("the figures alone")
          .doesNotContain("arm 1 of 2", "0/1", "-- ")
          .containsPattern("Container restarts +\\| +[1-9]\\d* \\| +0 \\|")
          .containsPattern("retry-within-budget: 0 restarts, ready .* fail-fast: ")
          .containsPattern("report +breakwater-runs/\\d{8}-\\d{6}-cold-start/report.html");
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void signal_endsAllProcesses_andTheJournalSaysAborted(String signal, int status)
      throws Exception {
    try (CliProcess drill =
        start("drill cold-start --arm retry-within-budget --outage 60s --replicas 3 --out run")) {
      await().atMost(Duration.ofSeconds(90)).until(() -> drill.descendants().size() >= 4);
      signalAfter(drill, "broker down, services restarted", signal, status);
      assertAborted(drill, "run", "interrupted");
      assertThat(work.resolve("run/report.html")).isNotEmptyFile();
    }
  }

  @Test
  void portThatIsTaken_isOneLine_andTheJournalSaysAborted() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        CliProcess drill =
            start("drill flap --port " + taken.getLocalPort() + " --out run --json")) {
      assertThat(drill.await()).isEqualTo(1);
      assertAborted(drill, "run", Integer.toString(taken.getLocalPort()));
      assertThat(drill.out()).contains("\"status\" : \"aborted\"");
    }
  }

  @Test
  void policyFileThatIsWrong_isOneLine_andTheJournalSaysAborted() throws Exception {
    Files.writeString(
        work.resolve("mine.yaml"),
        "nats: { servers: [nats://a] }\nservice: a\nreconnect: { wait: 2 }\n");
    try (CliProcess drill = start("drill flap --arm mine.yaml --out run")) {
      assertThat(drill.await()).isEqualTo(2);
      assertThat(drill.out()).isEmpty();
      assertAborted(drill, "run", "mine.yaml:3: reconnect.wait: expected a duration");
    }
  }

  @Test
  void noBrokerInstalled_isOneLine() throws Exception {
    try (CliProcess drill =
        CliProcess.start(work, List.of("-u", "BREAKWATER_BROKER_BINARY", "PATH="), "drill")) {
      assertThat(drill.await()).isEqualTo(2);
      assertThat(drill.err().lines())
          .singleElement()
          .asString()
          .contains("nats-server not found on PATH");
      assertThat(work).isEmptyDirectory();
    }
  }
}
