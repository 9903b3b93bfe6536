package io.breakwater.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.breakwater.journal.Arm;
import io.breakwater.journal.Journal;
import io.breakwater.journal.PodRow;
import io.breakwater.journal.Result;
import io.breakwater.journal.Status;
import io.breakwater.journal.SteadyState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillFaultTest {
  private static final Duration OUTAGE = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(2);

  @TempDir Path folder;

  private final DrillFixture fixture = new DrillFixture();

  private Journal run(DrillOptions options, ServicePrograms programs) {
    Journal journal = new FlapDrill(options, DrillFixture.QUICK, programs).run(fixture);
    assertThat(fixture.processesLeft()).isEmpty();
    return journal;
  }

  @Test
  void aCandidateThatDoesNotComeBackInTime_failed_andNoTimeIsMadeUp() throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("patient.yaml"),
            """
            service: gateway
            nats: { servers: [nats://127.0.0.1:1] }
            reconnect: { shape: fixed, wait: 10m }
            """);

    Journal journal =
        run(
            DrillFixture.options(folder.resolve("run"), OUTAGE, LIMIT, policy.toString()),
            DrillFixture.PROGRAMS);

    assertThat(journal.status()).isEqualTo(Status.FAILED);
    assertThat(journal.message())
        .startsWith("patient: no steady state after the drill: ")
        .contains("0 of 3 connected");
    Arm arm = journal.arm("patient");
    assertThat(arm.steadyState().before()).matches(SteadyState.Check::met);
    assertThat(arm.steadyState().after()).matches(check -> !check.met());
    Result result = Objects.requireNonNull(arm.result());
    assertThat(result.connected()).isZero();
    assertThat(result.t50Seconds()).isNull();
    assertThat(result.t100Seconds()).isNull();
    assertThat(result.timeToReadySeconds()).isNull();
    assertThat(result.brokerUpAtSeconds()).isNotNull();
    assertThat(fixture.said).anyMatch(line -> line.startsWith("end of patient: 0 of 3 connected"));
  }

  @Test
  void aServiceThatCannotStart_isNotWaitedFor_andItsLastWordsAreTold() {
    Journal journal =
        run(
            DrillFixture.options(folder, OUTAGE, LIMIT, "spread"),
            DrillFixture.programs(MisconfiguredService.class));

    String lastWords =
        "workflow-engine-1: CrashLoopBackOff, exit code 2: "
            + "scheduler: policy.yaml:3: nats.servers: expected an address";
    assertThat(journal.status()).isEqualTo(Status.FAILED);
    assertThat(journal.message())
        .startsWith("spread: no steady state before the drill: ")
        .contains(" of 3 connected; ")
        .endsWith(lastWords);
    Arm arm = journal.arm("spread");
    assertThat(arm.result()).isNull();
    assertThat(arm.notes()).contains(lastWords);
    assertThat(arm.pods()).extracting(PodRow::name).contains("workflow-engine-1").hasSize(3);
    assertThat(journal.comparison()).isNull();
    assertThat(fixture.said).doesNotContain("broker down");
  }

  @Test
  void aPortThatIsTaken_aborts() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Journal journal =
          run(
              DrillFixture.options(
                  folder, OUTAGE, LIMIT, OptionalInt.of(taken.getLocalPort()), "jnats", "spread"),
              DrillFixture.PROGRAMS);

      assertThat(journal.status()).isEqualTo(Status.ABORTED);
      assertThat(journal.message())
          .contains(Integer.toString(taken.getLocalPort()))
          .doesNotContain("\n");
      assertThat(journal.arms()).isEmpty();
    }
  }

  @Test
  void aPolicyFileThatIsGoneByThen_aborts() throws IOException {
    Path policy = Files.writeString(folder.resolve("mine.yaml"), "reconnect: { shape: spread }\n");
    DrillOptions options =
        DrillFixture.options(folder.resolve("run"), OUTAGE, LIMIT, policy.toString());
    Files.delete(policy);

    Journal journal = run(options, DrillFixture.PROGRAMS);

    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.message()).contains("mine.yaml").doesNotContain("\n");
  }

  @Test
  void aFolderThatCannotBeWritten_aborts() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    Journal journal =
        run(
            DrillFixture.options(file.resolve("run"), OUTAGE, LIMIT, "jnats"),
            DrillFixture.PROGRAMS);

    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.message()).contains(file.toString()).contains("cannot be written");
  }

  @Test
  void aFolderWithAnotherRun_isRefused_beforeAnythingIsWritten() throws IOException {
    Files.createDirectories(folder.resolve("jnats").resolve("events"));
    DrillOptions options = DrillFixture.options(folder, OUTAGE, LIMIT, "jnats");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlapDrill(options, DrillFixture.PROGRAMS))
        .withMessage(folder + ": holds another run (jnats), expected a new folder");
  }

  @Test
  void aDrillRunsOnce() throws IOException {
    FlapDrill drill =
        new FlapDrill(DrillFixture.options(folder, OUTAGE, LIMIT, "jnats"), DrillFixture.PROGRAMS);
    Files.createFile(folder.resolve("events.jsonl"));

    Journal journal = drill.run(fixture);

    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.message()).contains("holds another run (events.jsonl)");
    assertThat(folder.resolve("events.jsonl")).isEmptyFile();
  }

  @Test
  void fewerReplicasThanPrograms_areRefused() {
    DrillOptions three = DrillFixture.options(folder, OUTAGE, LIMIT, "jnats");
    DrillOptions two =
        new DrillOptions(
            three.arms(),
            2,
            OUTAGE,
            LIMIT,
            three.connectTimeout(),
            three.publishInterval(),
            three.brokerPort(),
            folder,
            "");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ColdStartDrill(two, DrillFixture.PROGRAMS))
        .withMessage(
            "replicas: expected at least 3, one for each of "
                + "[gateway, scheduler, workflow-engine], got 2");
  }
}
