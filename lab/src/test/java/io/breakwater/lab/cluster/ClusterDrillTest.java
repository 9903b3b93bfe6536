package io.breakwater.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Arm;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.Finding;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Result;
import io.breakwater.journal.Status;
import io.breakwater.lab.drill.DrillListener;
import io.breakwater.lab.storm.StormAuthentication;
import io.breakwater.lab.storm.StormClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each drill once with a few replicas: real servers, real connections, real signals. */
final class ClusterDrillTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  @Test
  void nodeLoss_itsReplicasComeBackOnTheSurvivors(@TempDir Path folder) {
    ClusterDrill drill =
        Drills.of(new NodeLoss(), 3, SHORT, Drills.storm(StormClients.LIGHT, 12, "spread"), folder);
    Journal journal = drill.run(new DrillListener() {});
    assertHeld(journal, "spread", 12);
    Result result = result(journal.arm("spread"));
    // Light clients begin with the servers in turn.
    assertThat(result.dropped()).isEqualTo(4);
    assertThat(result.servers())
        .hasSize(3)
        .satisfiesExactlyInAnyOrder(
            dead -> assertThat(dead.capacityPerSecond()).isNull(),
            left -> assertThat(left.connections()).isEqualTo(2),
            left -> assertThat(left.capacityPerSecond()).isPositive());
    assertThat(result.brokerConnections()).isEqualTo(4);
    assertThat(journal.parameters()).containsEntry("servers", 3).containsKey("connectRateOf");
    JournalFile.write(folder.resolve("journal.json"), journal);
    assertThat(Finding.of(JournalFile.read(folder))).contains("4 of 12 dropped, each back within");
    assertThat(EventsFile.read(folder.resolve("events.jsonl")))
        .filteredOn(event -> event.type().equals("disconnected"))
        .hasSize(4);
  }

  @Test
  void rollingRestart_everyReplicaIsDropped_andNoneIsLost_jnatsAndBus() {
    Journal journal =
        Drills.run(
            new RollingRestart(), 3, SHORT, Drills.storm(StormClients.BUS, 6, "jnats", "spread"));
    for (String arm : new String[] {"jnats", "spread"}) {
      assertHeld(journal, arm, 6);
      assertThat(result(journal.arm(arm)).dropped()).isEqualTo(6);
      assertThat(result(journal.arm(arm)).longestOutageSeconds()).isPositive();
    }
    assertThat(journal.comparison()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(Partition.Kind.class)
  void partition_everyReplicaIsThereAfterwards(Partition.Kind kind) {
    Journal journal =
        Drills.run(new Partition(kind), 1, SHORT, Drills.storm(StormClients.BUS, 4, "spread"));
    assertHeld(journal, "spread", 4);
    Result result = result(journal.arm("spread"));
    switch (kind) {
      case DELAY -> assertThat(result.dropped()).isZero();
      case RESET -> assertThat(result.dropped()).isEqualTo(4);
      case SWALLOW -> {
        assertThat(result.dropped()).isEqualTo(4);
        assertThat(result.blindSeconds()).isGreaterThanOrEqualTo(0.5);
      }
    }
    assertThat(journal.parameters()).containsEntry("fault", kind.text());
  }

  @Test
  void partition_ofACluster_isNotWalkedAroundByGossip() {
    Journal journal =
        Drills.run(
            new Partition(Partition.Kind.RESET),
            3,
            Duration.ofSeconds(2),
            Drills.storm(StormClients.BUS, 3, "spread"));
    assertHeld(journal, "spread", 3);
    assertThat(result(journal.arm("spread")).dropped()).isEqualTo(3);
    assertThat(result(journal.arm("spread")).longestOutageSeconds()).isGreaterThan(1.5);
  }

  @Test
  void partition_theFastLane_isTakenByAllAtOnce() {
    Journal journal =
        Drills.run(
            new Partition(Partition.Kind.RESET),
            1,
            Duration.ofMillis(1),
            Drills.storm(StormClients.LIGHT, 20, "fast-lane"));
    assertHeld(journal, "fast-lane", 20);
    assertThat(result(journal.arm("fast-lane")).peakAttemptsPerSecond()).isGreaterThanOrEqualTo(20);
  }

  @Test
  void stall_tooShortForAnyPing_leavesThemBlindAndAlive() {
    Duration stall = Duration.ofSeconds(2);
    Journal journal =
        Drills.run(new Stall(), 1, stall, Drills.storm(StormClients.BUS, 3, "spread"));
    assertHeld(journal, "spread", 3);
    assertThat(result(journal.arm("spread")).blindSeconds()).isGreaterThanOrEqualTo(2);
    assertThat(result(journal.arm("spread")).dropped()).isZero();
    assertThat(journal.arm("spread").notes())
        .anyMatch(
            note -> note.equals("3 replicas were cut off; 0 of them noticed while it lasted."));
  }

  @Test
  void slowAuth_onOneServer_allComeBackWithinTheirSlots() {
    Journal journal =
        Drills.run(
            new SlowAuth(),
            1,
            SHORT,
            Drills.storm(StormAuthentication.BCRYPT, StormClients.BUS, 5, "spread"));
    assertHeld(journal, "spread", 5);
    Result result = result(journal.arm("spread"));
    assertThat(result.dropped()).isEqualTo(5);
    assertThat(result.boundSeconds()).isPositive();
    assertThat(result.ratio()).isPositive();
    assertThat(result.brokerCpuSeconds()).isNotNull();
  }

  @Test
  @Tag("soak")
  void stall_longEnoughForThePings_isNoticed_andLeft() {
    Journal journal =
        Drills.run(
            new Stall(), 3, Duration.ofSeconds(100), Drills.storm(StormClients.BUS, 9, "spread"));
    assertHeld(journal, "spread", 9);
    assertThat(result(journal.arm("spread")).blindSeconds()).isBetween(20.0, 99.0);
  }

  @Test
  @Tag("soak")
  void lameDuck_itsReplicasAreOnTheOthersWhenItHasEnded() {
    Journal journal =
        Drills.run(
            new LameDuck(), 3, Duration.ofSeconds(30), Drills.storm(StormClients.BUS, 6, "spread"));
    assertHeld(journal, "spread", 6);
    assertThat(result(journal.arm("spread")).dropped()).isPositive();
  }

  @Test
  void interrupted_whatWasMeasuredIsKept() throws Exception {
    CountDownLatch broken = new CountDownLatch(1);
    DrillListener listener =
        new DrillListener() {
          @Override
          public void phase(String text, Duration limit) {
            if (text.equals("one server is gone")) {
              broken.countDown();
            }
          }
        };
    CompletableFuture<Journal> done = new CompletableFuture<>();
    Thread driver =
        new Thread(
            () ->
                done.complete(
                    Drills.of(
                            new NodeLoss(),
                            3,
                            Duration.ofMinutes(10),
                            Drills.storm(StormClients.LIGHT, 6, "spread"))
                        .run(listener)));
    driver.start();
    assertThat(broken.await(120, TimeUnit.SECONDS)).isTrue();
    driver.interrupt();
    Journal journal = done.get(120, TimeUnit.SECONDS);
    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.message()).isEqualTo("interrupted");
    Arm arm = journal.arm("spread");
    assertThat(Objects.requireNonNull(arm.steadyState().before()).met()).isTrue();
    assertThat(arm.steadyState().after()).isNull();
    assertThat(result(arm).replicas()).isEqualTo(6);
    assertThat(result(arm).zombies()).isNull();
  }

  private static void assertHeld(Journal journal, String name, int replicas) {
    assertThat(journal.status()).as(journal.message()).isEqualTo(Status.COMPLETED);
    Arm arm = journal.arm(name);
    assertThat(Objects.requireNonNull(arm.steadyState().after()).met()).isTrue();
    Result result = result(arm);
    assertThat(result.connected()).isEqualTo(replicas);
    assertThat(result.lostReplicas()).isZero();
    assertThat(result.zombies()).isZero();
    assertThat(result.closedReplicas()).isZero();
  }

  private static Result result(Arm arm) {
    return Objects.requireNonNull(arm.result());
  }
}
