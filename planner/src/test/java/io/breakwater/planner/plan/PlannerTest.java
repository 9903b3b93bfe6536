package io.breakwater.planner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.planner.facts.Credential;
import io.breakwater.policy.FleetArm;
import io.breakwater.policy.ScheduleShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recommended, and what it is recommended instead of. */
class PlannerTest {
  @TempDir Path folder;

  /** The kept storm of 150: 7 back after 60 s with jitter, all in 1.06 of N/C with spread. */
  @Test
  void aWaveOverTheConnectTimeout_cannotRecover_andWhatMendsItHasItsNumbers() {
    Plan plan = Options.of(150, 15).plan();
    assertThat(plan.today().collapses()).isTrue();
    assertThat(plan.today().wave()).isEqualTo("wave 150 / C 15/s = 10 s > connect timeout 2s");
    assertThat(plan.today().forecast().recovers()).isFalse();
    assertThat(plan.today().forecast().connected().high()).isLessThan(15);
    assertThat(plan.remedies())
        .extracting(Remedy::name)
        .containsExactly("nkey", "connect timeout", "spread");
    assertThat(plan.remedies()).allMatch(it -> it.forecast().recovers());
    assertThat(plan.remedies().get(0).change()).contains("1 ms", "130 ms");
    assertThat(plan.remedies().get(1).change()).contains("13s instead of 2s");
    assertThat(plan.recommended().forecast().setting().arm().reconnect().shape())
        .isEqualTo(ScheduleShape.SPREAD);
    assertThat(plan.recommended().forecast().t100().high()).isBetween(10.0, 11.0);
    assertThat(plan.recommended().burst().largestPerSecond()).isLessThanOrEqualTo(15);
    assertThat(plan.holds()).isTrue();
    assertThat(PlanText.finding(plan)).startsWith("Today's fleet does not come back: ");
  }

  /** A server ends a TLS handshake after 2 s: to wait longer helps only if it does so too. */
  @Test
  void aTlsWave_isMendedByALongerTimeout_ofTheServersToo() {
    Plan plan = Options.of(1_000, 180).credential(Credential.TLS).plan();
    assertThat(plan.today().collapses()).isTrue();
    Remedy longer =
        plan.remedies().stream()
            .filter(it -> it.name().equals("connect timeout"))
            .findFirst()
            .orElseThrow();
    assertThat(longer.change())
        .contains("7s instead of 2s, and as much in tls { timeout } of the servers");
    assertThat(longer.forecast().recovers()).isTrue();
    assertThat(longer.forecast().t100().high()).as("without a second round").isLessThan(9.5);
  }

  @Test
  void anOutageThatOutlastsTheStartupBudget_isWarnedOf() {
    assertThat(Options.of(150, 900).plan().warnings())
        .anyMatch(it -> it.contains("its startup budget of 45s ends before an outage of 1m does"));
    assertThat(Options.of(150, 900).servers(3).plan().warnings())
        .noneMatch(it -> it.contains("ends before an outage"));
  }

  @Test
  void anObjective_buysASmallerBurst() {
    Plan fast = Options.of(150, 15).plan();
    Plan calm = Options.of(150, 15).objective(Duration.ofSeconds(40)).plan();
    assertThat(calm.holds()).isTrue();
    assertThat(calm.recommended().forecast().t100().high()).isLessThanOrEqualTo(40);
    assertThat(calm.recommended().burst().largestPerSecond())
        .isLessThan(fast.recommended().burst().largestPerSecond());
  }

  @Test
  void anObjectiveUnderTheBound_isMetByNothing_andSaysWhatC() {
    Plan plan = Options.of(150, 15).objective(Duration.ofSeconds(5)).plan();
    assertThat(plan.holds()).isFalse();
    assertThat(PlanText.finding(plan)).contains("nothing keeps the objective of 5s");
    assertThat(plan.warnings())
        .anyMatch(it -> it.contains("N/C is 10 s") && it.contains("C would have to be 30/s"));
  }

  @Test
  void aFleetThatIsFineAsItIs_needsNoRemedy() throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            service: orders
            nats: { servers: [nats://a] }
            fleet: { connections: 150, connectRate: 900 }
            """);
    Plan plan = new Options().policy(policy).plan();
    assertThat(plan.today().forecast().recovers()).isTrue();
    assertThat(plan.remedies()).isEmpty();
    assertThat(PlanText.finding(plan)).startsWith("Today's settings bring all back in ");
  }

  @Test
  void theBudget_hasThePeriodInIt_andTheProbesFollow() {
    Plan plan = Options.of(1_000, 10).servers(3).plan();
    Start start = plan.starts().get(0);
    // Slots are hashed until the broker has told the ranks: N / (0.8 C) = 125 s, or more.
    assertThat(start.budget().total()).isGreaterThanOrEqualTo(Duration.ofMinutes(19));
    assertThat(start.budget().arithmetic()).contains(" x 3 servers x 3 passes + 15s = ");
    assertThat(start.probes().startup().window())
        .isGreaterThan(start.budget().total().plus(Duration.ofSeconds(30)));
    assertThat(plan.warnings()).anyMatch(it -> it.contains("progressDeadlineSeconds"));
    assertThat(plan.warnings()).anyMatch(it -> it.contains("firstAttempt: spread"));
  }

  @Test
  void overAThousand_slotsAreHashed_andALargeFleetIsTriedAsASmallerOne() {
    Plan plan = Options.of(20_000, 400).plan();
    Forecast today = plan.today().forecast();
    assertThat(plan.recommended().forecast().setting().arm().knowledge())
        .isEqualTo(FleetArm.Knowledge.COUNT);
    assertThat(plan.hashed()).isEmpty();
    assertThat(today.simulated()).isLessThan(20_000);
    assertThat(today.recovers()).isFalse();
    assertThat(plan.recommended().forecast().t100().median()).isBetween(50.0, 75.0);
    assertThat(PlanText.method(plan)).contains("at the same N/C");
  }

  @Test
  void aFailFastService_isToRetry() throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("p.yaml"),
            "service: orders\nnats: { servers: [nats://a] }\nstartup: { policy: fail-fast }\n");
    Plan plan = Options.of(150, 15).policy(policy).plan();
    assertThat(plan.starts().get(0).policy().startup().policy().text())
        .isEqualTo("retry-within-budget");
  }

  @Test
  void theSameFacts_theSamePlan() {
    Options options = Options.of(300, 40).credential(Credential.BCRYPT);
    assertThat(PlanText.rows(options.plan())).isEqualTo(PlanText.rows(options.plan()));
  }

  @Test
  void oneReplica_isAFleetToo() {
    Plan plan = Options.of(1, 15).plan();
    assertThat(plan.holds()).isTrue();
    assertThat(plan.today().collapses()).isFalse();
  }
}
