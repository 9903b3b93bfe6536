package io.breakwater.lab.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.KeyKind;
import io.breakwater.broker.Taskset;
import io.breakwater.journal.Arm;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.Finding;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Result;
import io.breakwater.journal.Status;
import io.breakwater.lab.calibrate.CalibrateOptions;
import io.breakwater.lab.drill.DrillListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class StormDrillTest {
  private static final DrillListener NOBODY = new DrillListener() {};
  private static final StormArmRun.Watch SHORT =
      new StormArmRun.Watch(Duration.ofMillis(300), Duration.ofMillis(500));
  private static final int CHEAP = 6;
  private static final CalibrateOptions QUICK =
      new CalibrateOptions(
          4, Duration.ofSeconds(10), Duration.ofSeconds(20), 1, Duration.ofMillis(100));

  @TempDir private Path folder;
  private int runs;

  @Test
  void twoArms_eachOnAFreshBroker_comeBack_andAreCompared() {
    Journal journal =
        run(StormAuthentication.BCRYPT, StormClients.LIGHT, 20, List.of(), "jitter", "spread");
    assertThat(journal.status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.parameters()).containsKeys("connectRate", "authenticationMillis");
    assertThat(journal.comparison()).isNotNull();
    for (Arm arm : journal.arms()) {
      assertBack(arm, 20);
      Result result = result(arm);
      assertThat(result.boundSeconds()).isPositive();
      assertThat(result.ratio()).isPositive();
      assertThat(result.outcomes()).containsEntry("CONNECTED", 20L);
      assertThat(result.brokerConnections()).isGreaterThanOrEqualTo(20);
      assertThat(result.brokerCpuSeconds()).isNotNull();
      assertThat(result.clientCpuSeconds()).isNotNull().isPositive();
      assertThat(result.clientCpuDownSeconds()).isNotNull().isPositive();
      assertThat(result.heapBytesPerReplica()).isNotNull();
      assertThat(result.startRatePerSecond()).as("of fewer than 50").isNull();
      assertThat(rtt(result).before()).isPositive();
      assertThat(rtt(result).during()).isPositive();
      assertThat(arm.timeline()).isNotNull();
    }
    assertThat(result(journal.arm("spread")).boundAttemptsPer100ms()).isNotNull();
    assertThat(result(journal.arm("jitter")).boundAttemptsPer100ms()).isNull();
    assertThat(EventsFile.read(folder.resolve("run-1/events.jsonl")))
        .filteredOn(event -> event.source().startsWith("spread/"))
        .filteredOn(event -> "CONNECTED".equals(event.attributes().get("outcome")))
        .as("20 at the start, 20 after the outage")
        .hasSize(40);
    JournalFile.write(folder.resolve("journal.json"), journal);
    assertThat(Finding.of(JournalFile.read(folder))).contains("all 20 back");
  }

  @Test
  void overTls_andWithNkeys_theyComeBack() {
    for (StormAuthentication authentication :
        List.of(StormAuthentication.TLS, StormAuthentication.NKEY)) {
      Journal journal = run(authentication, StormClients.LIGHT, 10, List.of(), "spread");
      assertThat(journal.status()).as(journal.message()).isEqualTo(Status.COMPLETED);
      assertBack(journal.arm("spread"), 10);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void brokersWithAProcessorOfTheirOwn_clientsOnTheOthers_untilTheDrillEnds() {
    List<Integer> before = ownProcessors();
    assumeThat(before).hasSizeGreaterThan(1);
    Set<List<Integer>> brokers = ConcurrentHashMap.newKeySet();
    Set<List<Integer>> clients = ConcurrentHashMap.newKeySet();
    DrillListener listener =
        new DrillListener() {
          @Override
          public void phase(String text, Duration time) {
            clients.add(ownProcessors());
            brokerPids().forEach(pid -> brokers.add(Taskset.processorsOf(pid)));
          }
        };
    StormOptions options =
        apart(options(StormAuthentication.NONE, StormClients.LIGHT, 3, List.of(), "spread"));
    Journal journal = drill(options).run(listener);
    assertThat(journal.status()).as(journal.message()).isEqualTo(Status.COMPLETED);
    assertThat(brokers).containsExactly(before.subList(0, 1));
    assertThat(clients).containsExactly(before.subList(1, before.size()));
    assertThat(ownProcessors()).isEqualTo(before);
    assertThat(journal.environment().cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(journal.parameters())
        .containsEntry("brokerCores", 1)
        .containsEntry("seed", options.seed());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDrillThatCannotBegin_givesTheProcessorsBack() {
    List<Integer> before = ownProcessors();
    assumeThat(before).hasSizeGreaterThan(1);
    List<String> wrong = List.of("max_connections: lots");
    Journal journal =
        drill(apart(options(StormAuthentication.NONE, StormClients.LIGHT, 1, wrong, "spread")))
            .run(NOBODY);
    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(ownProcessors()).isEqualTo(before);
  }

  private static List<Integer> ownProcessors() {
    return Taskset.processorsOf(ProcessHandle.current().pid());
  }

  private static List<Long> brokerPids() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("nats-server"))
        .map(ProcessHandle::pid)
        .toList();
  }

  private static StormOptions apart(StormOptions usual) {
    return new StormOptions(
        usual.arms(),
        usual.replicas(),
        usual.security(),
        usual.outage(),
        usual.limit(),
        usual.connectTimeout(),
        usual.brokerLines(),
        usual.calibration(),
        OptionalInt.of(1),
        usual.seed(),
        usual.command());
  }

  @Test
  void aBrokerWhoseMonitoringPortDoesNotAnswer_isToldInOneLine_beforeAnyArm() {
    Journal journal =
        run(
            StormAuthentication.NONE,
            StormClients.LIGHT,
            3,
            List.of("http: \"127.0.0.1:-1\""),
            "spread");
    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.arms()).isEmpty();
    assertThat(journal.message())
        .startsWith("the broker's monitoring port does not answer")
        .contains("--broker-config", "http://127.0.0.1:")
        .doesNotContain("\n");
  }

  @Test
  void plainJnats_comesBack_withItsAttemptsPiecedTogether() {
    Journal journal = run(StormAuthentication.PASSWORD, StormClients.JNATS, 5, List.of(), "jitter");
    assertThat(journal.status()).as(journal.message()).isEqualTo(Status.COMPLETED);
    assertBack(journal.arm("jitter"), 5);
    Result result = result(journal.arm("jitter"));
    assertThat(result.outcomes()).containsKey("CONNECTED");
    assertThat(result.liveAttemptsPerReplica()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void buses_comeBack_withEveryCredential() {
    for (StormAuthentication authentication :
        List.of(StormAuthentication.BCRYPT, StormAuthentication.NKEY, StormAuthentication.TLS)) {
      Journal journal = run(authentication, StormClients.BUS, 5, List.of(), "spread");
      assertThat(journal.status()).as(journal.message()).isEqualTo(Status.COMPLETED);
      assertBack(journal.arm("spread"), 5);
      assertThat(result(journal.arm("spread")).outcomes()).containsKeys("CONNECTED");
    }
  }

  @Test
  void busesThatAreToldNothing_askTheBroker_orDoWithoutWhereItDoesNotTell() {
    Journal journal =
        run(
            StormAuthentication.BCRYPT,
            StormClients.BUS,
            4,
            List.of(),
            "spread-auto",
            "spread-alone");
    assertThat(journal.status()).as(journal.message()).isEqualTo(Status.COMPLETED);
    assertBack(journal.arm("spread-auto"), 4);
    assertBack(journal.arm("spread-alone"), 4);
    assertThat(journal.arm("spread-auto").notes())
        .anySatisfy(note -> assertThat(note).contains("N 5.0, 5.0, 5.0", "distinct ranks"));
    assertThat(journal.arm("spread-alone").notes())
        .noneSatisfy(note -> assertThat(note).contains("ranks"));
  }

  @Test
  void aBrokerThatTakesTooFew_isAFailure_thatSaysHowManyWereThere() {
    StormOptions usual =
        options(
            StormAuthentication.NONE,
            StormClients.LIGHT,
            10,
            List.of("max_connections: 6"),
            "spread");
    StormOptions impatient = with(usual, usual.arms().get(0), Duration.ofSeconds(2));
    Journal journal = drill(impatient).run(NOBODY);
    assertThat(journal.status()).isEqualTo(Status.FAILED);
    assertThat(journal.message()).contains("spread: did not reach its steady state", "of 10 ");
    Arm arm = journal.arm("spread");
    assertThat(Objects.requireNonNull(arm.steadyState().before()).met()).isFalse();
    assertThat(arm.result()).isNull();
  }

  @Test
  void jnatsThatDoesNotComeBackInTime_isShown_andNoFailure() {
    StormOptions usual =
        options(StormAuthentication.PASSWORD, StormClients.JNATS, 3, List.of(), "jitter");
    StormArm arm = usual.arms().get(0);
    StormArm patient =
        arm.withReconnect(arm.fleet().reconnect().withWaitTime(Duration.ofMinutes(10)));
    Journal journal = drill(with(usual, patient, Duration.ofSeconds(2))).run(NOBODY);
    assertThat(journal.status()).as(journal.message()).isEqualTo(Status.COMPLETED);
    assertThat(result(journal.arm("jitter")).t100Seconds()).isNull();
    assertThat(Finding.of(journal)).contains("jitter: none after");
  }

  @Test
  void anUnknownBrokerSetting_aborts_withTheBrokersOwnWords() {
    Journal journal =
        run(
            StormAuthentication.NONE,
            StormClients.LIGHT,
            1,
            List.of("max_connections: lots"),
            "spread");
    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.message()).isNotBlank();
    assertThat(journal.arms()).isEmpty();
  }

  @Test
  void interrupted_whatWasMeasuredIsKept_andNothingIsLeftRunning() throws Exception {
    CountDownLatch secondArm = new CountDownLatch(1);
    DrillListener listener =
        new DrillListener() {
          @Override
          public void armStarted(String arm, int number, int of) {
            if (number == 2) {
              secondArm.countDown();
            }
          }
        };
    CompletableFuture<Journal> done = new CompletableFuture<>();
    Thread driver =
        new Thread(
            () ->
                done.complete(
                    drill(
                            options(
                                StormAuthentication.NONE,
                                StormClients.LIGHT,
                                5,
                                List.of(),
                                "jitter",
                                "spread"))
                        .run(listener)));
    driver.start();
    assertThat(secondArm.await(120, TimeUnit.SECONDS)).isTrue();
    driver.interrupt();
    Journal journal = done.get(60, TimeUnit.SECONDS);
    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.message()).isEqualTo("interrupted");
    assertBack(journal.arm("jitter"), 5);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("breakwater-lab-light")));
  }

  private Journal run(
      StormAuthentication authentication,
      StormClients clients,
      int replicas,
      List<String> brokerLines,
      String... arms) {
    return drill(options(authentication, clients, replicas, brokerLines, arms)).run(NOBODY);
  }

  private StormDrill drill(StormOptions options) {
    return new StormDrill(options, folder.resolve("run-" + ++runs), SHORT);
  }

  private static StormOptions options(
      StormAuthentication authentication,
      StormClients clients,
      int replicas,
      List<String> brokerLines,
      String... arms) {
    return new StormOptions(
        List.of(arms).stream().map(arm -> StormArm.of(arm, clients)).toList(),
        replicas,
        new StormSecurity(authentication, CHEAP, KeyKind.EC),
        Duration.ofMillis(500),
        Duration.ofMinutes(1),
        Duration.ofSeconds(10),
        brokerLines,
        QUICK,
        OptionalInt.empty(),
        StormOptions.freshSeed(),
        "");
  }

  private static StormOptions with(StormOptions usual, StormArm arm, Duration limit) {
    return new StormOptions(
        List.of(arm),
        usual.replicas(),
        usual.security(),
        usual.outage(),
        limit,
        usual.connectTimeout(),
        usual.brokerLines(),
        usual.calibration(),
        usual.brokerCores(),
        usual.seed(),
        usual.command());
  }

  private static void assertBack(Arm arm, int replicas) {
    assertThat(Objects.requireNonNull(arm.steadyState().after()).met()).isTrue();
    assertThat(result(arm).connected()).isEqualTo(replicas);
    assertThat(result(arm).t100Seconds()).isNotNull();
  }

  private static Result result(Arm arm) {
    return Objects.requireNonNull(arm.result());
  }

  private static Result.Rtt rtt(Result result) {
    return Objects.requireNonNull(result.establishedRttP99Millis());
  }
}
