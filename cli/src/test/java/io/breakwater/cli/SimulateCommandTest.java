package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A simulation as a person starts it. */
class SimulateCommandTest extends ProcessFixture {
  private static final Path KEPT =
      Path.of("..", "docs", "results", "storm-simulated", "150-bcrypt-2s");

  @Test
  void json_isTheJournalAlone_saysThatItIsSimulated_andRepeatsItsCommand() throws IOException {
    CliCall call =
        simulate(
            "--replicas 150 --connect-rate 15 --connect-timeout 2s --outage 3s --arm jitter"
                + " --arm spread --json");
    assertThat(call.status()).as(call.err()).isZero();
    Path run = folder.resolve("run");
    assertThat(call.out()).isEqualTo(Files.readString(run.resolve("journal.json")));
    Journal journal = JournalFile.read(run);
    assertThat(journal.drill()).isEqualTo("storm");
    assertThat(journal.status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.parameters())
        .containsEntry("simulated", true)
        .containsEntry("connectRate", 15.0)
        .containsEntry("connectRateFrom", "assumed");
    assertThat(journal.environment().natsServerVersion()).isNull();
    assertThat(journal.arm("spread").notes()).first().asString().startsWith("Simulated, seed 1");
    assertThat(journal.arm("spread").result())
        .satisfies(result -> assertThat(result.ratio()).isBetween(1.0, 1.1));
    assertThat(journal.arm("jitter").result())
        .satisfies(result -> assertThat(result.connected()).isLessThan(5));
    assertThat(journal.command())
        .isEqualTo(
            "./breakwater simulate --connect-rate 15 --connect-timeout 2s --arm jitter"
                + " --arm spread");
    assertThat(Files.readString(run.resolve("report.html"))).contains("no broker ran");
    assertThat(call.err()).contains("arm 2 of 2: spread", "1.07 of the bound");
  }

  @Test
  void limit_isThatOfADrill_fourTimesTheBound_whereNothingElseIsSaid() {
    CliCall call = simulate("--replicas 1500 --connect-rate 15 --arm spread");
    assertThat(call.status()).as(call.err()).isZero();
    Journal journal = JournalFile.read(folder.resolve("run"));
    assertThat(journal.parameters()).containsEntry(Journal.LIMIT_SECONDS, 400.0);
    assertThat(journal.command())
        .isEqualTo("./breakwater simulate --replicas 1500 --connect-rate 15 --arm spread");
  }

  @Test
  void limit_thatWasSaid_isInTheCommandThatRepeatsIt() {
    CliCall call = simulate("--replicas 1500 --connect-rate 15 --arm spread --limit 1m");
    assertThat(call.status()).as("N/C is 100 s").isEqualTo(1);
    assertThat(JournalFile.read(folder.resolve("run")).command()).endsWith(" --limit 1m");
  }

  @Test
  void aCandidateThatDoesNotComeBack_isOne() {
    CliCall call = simulate("--connect-rate 15 --connect-timeout 2s --arm spread --arm jitter");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.err().lines())
        .filteredOn(line -> line.startsWith("breakwater: "))
        .containsExactly("breakwater: failed: jitter: the steady state did not hold");
    assertThat(JournalFile.read(folder.resolve("run")).status()).isEqualTo(Status.FAILED);
  }

  @Test
  void calibration_isMeasured_andBothJournalsCanBeCompared() {
    CliCall call =
        simulate("--calibration " + KEPT + " --connect-timeout 2s --arm jitter --arm spread");
    assertThat(call.status()).as(call.err()).isZero();
    assertThat(JournalFile.read(folder.resolve("run")).parameters())
        .containsEntry("connectRateFrom", "measured")
        .containsEntry("connectRate", 11.8933);
    CliCall compare =
        CliCall.run(
            "compare", KEPT.toString(), folder.resolve("run").toString(), "--candidate", "spread");
    assertThat(compare.status()).as(compare.err()).isZero();
    assertThat(compare.out()).contains("no difference beyond the noise");
  }

  @Test
  void whatCalibratePrinted_isACalibrationToo() throws IOException {
    Path printed =
        Files.writeString(
            folder.resolve("c.json"),
            """
            { "status": "completed", "connectRate": 200.0,
              "cost": { "tcpMillis": 1.0, "tlsMillis": 3.0, "authenticationMillis": 1.0 } }
            """);
    CliCall call = simulate("--calibration " + printed + " --arm spread --cores 1");
    assertThat(call.status()).as(call.err()).isZero();
    assertThat(JournalFile.read(folder.resolve("run")).parameters())
        .containsEntry("cores", 1)
        .containsEntry("connectRate", 200.0)
        .containsEntry("tlsMillis", 3.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | no such file",
        "{ | not JSON",
        "{} | has no connectRate",
        "{\"connectRate\": -1} | has no connectRate",
        "{\"parameters\": {\"simulated\": true, \"connectRate\": 1}} | simulated itself"
      })
  void aCalibrationThatIsNone_isOneLine(String content, String expected) throws IOException {
    Path file = folder.resolve("c.json");
    if (!content.equals("null")) {
      Files.writeString(file, content);
    }
    CliCall call = simulate("--calibration " + file);
    assertThat(call.status()).isEqualTo(2);
    assertThat(call.out()).isEmpty();
    assertThat(call.err().lines())
        .singleElement()
        .asString()
        .startsWith("breakwater: " + file + ": " + expected)
        .contains("expected the output of calibrate --json or the journal of a drill");
  }

  @Test
  void nodeLoss_isTimedFromTheFault_andAFleetBesideIsTold() {
    CliCall call =
        simulate(
            "--servers 3 --lose 1 --fault lame-duck --auth-demand 130ms --arm spread"
                + " --beside jitter:30 --clock-skew 20ms --detection 100ms --variation 0.2");
    assertThat(call.status()).as(call.err()).isZero();
    Journal journal = JournalFile.read(folder.resolve("run"));
    assertThat(journal.arm("spread").notes())
        .contains("Times count from the fault: other servers stayed.")
        .anySatisfy(note -> assertThat(note).startsWith("Beside it jitter: 30 of 30 connected"));
    assertThat(journal.arm("spread").result())
        .satisfies(result -> assertThat(result.t100Seconds()).isBetween(60.0, 130.0));
  }

  @Test
  void aWave_meetsTheQueueBeforeTheServer_itsTlsTimeout_andTheClientsOneProcessor() {
    String options =
        "--replicas 1000 --auth-demand 1us --tls-demand 5ms --cores 1 --backlog 400"
            + " --tls-timeout 1s --arm fixed --dial-demand 20us --handshake-demand 100us";
    CliCall call = simulate(options);
    assertThat(call.status()).as(call.err()).isZero();
    Journal journal = JournalFile.read(folder.resolve("run"));
    assertThat(String.valueOf(journal.command()).split(" ")).contains(options.split(" "));
    assertThat(journal.parameters())
        .containsEntry("backlog", 400)
        .containsEntry("tlsTimeoutSeconds", 1.0)
        .containsEntry("dialSeconds", 0.00002);
    assertThat(journal.arm("fixed").notes())
        .anySatisfy(note -> assertThat(note).contains("found no room among the 400 that wait"));
    assertThat(call.err()).contains("found no room", "went to clients that had hung up");
    assertThat(journal.arm("fixed").result())
        .satisfies(result -> assertThat(result.overloadedAttempts()).isPositive());
  }

  @Test
  void policyFileThatIsWrong_isOneLine_andTheJournalSaysAborted() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine.yaml"), "service: a\nreconnect: 3\n");
    CliCall call = simulate("--connect-rate 15 --arm " + mine);
    assertThat(call.status()).isEqualTo(2);
    assertThat(call.err().lines())
        .singleElement()
        .asString()
        .startsWith("breakwater: aborted: " + mine + ":");
    assertThat(JournalFile.read(folder.resolve("run")).status()).isEqualTo(Status.ABORTED);
  }

  @Test
  void signal_endsALongSimulation_andTheJournalSaysAborted() throws Exception {
    try (CliProcess simulation =
        start("simulate --replicas 500000 --connect-rate 1 --outage 9h --arm fixed --out run")) {
      signalAfter(simulation, "arm 1 of 1: fixed", "INT", 130);
      assertAborted(simulation, "run", "interrupted");
    }
  }

  private CliCall simulate(String options) {
    return CliCall.run(
        Stream.of(
                Stream.of("simulate"),
                Arrays.stream(options.split(" ")),
                Stream.of("--out", folder.resolve("run").toString()))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }
}
