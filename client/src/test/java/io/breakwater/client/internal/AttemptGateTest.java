package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.AttemptSchedule;
import io.breakwater.policy.FirstAttempt;
import io.breakwater.policy.FixedSchedule;
import io.breakwater.policy.Phase;
import io.breakwater.policy.SpreadSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AttemptGateTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901234Z");

  @Test
  void immediateFirstAttempt_takesNoSlot_theNextOneDoes() throws Exception {
    AttemptGate gate = gate(LONG, FirstAttempt.IMMEDIATE);
    assertThat(gate.awaitTurn(() -> false)).isEqualTo(1);
    assertWaits(gate);
  }

  @Test
  void spreadFirstAttempt_takesASlotLikeAllOthers() throws Exception {
    assertWaits(gate(LONG, FirstAttempt.SPREAD));
  }

  @Test
  void wait_lastsUntilTheSlot_asTheWallClockSaysIt() {
    SpreadSchedule schedule = new SpreadSchedule(Duration.ofMillis(400), LONG, Phase.ofRank(1, 2));
    Duration untilSlot = schedule.nextWait(0, Duration.ZERO, 0, NOW, 0);
    assertThat(untilSlot).isBetween(Duration.ofMillis(100), Duration.ofMillis(400));
    AttemptGate gate = gate(schedule, FirstAttempt.SPREAD, RandomGenerator.getDefault());
    long began = System.nanoTime();
    assertThat(gate.awaitTurn(() -> false)).isEqualTo(1);
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(untilSlot.toNanos());
  }

  @Test
  void anotherSchedule_isNotTakenInAnOutage() throws Exception {
    AttemptGate gate = gate(LONG, FirstAttempt.IMMEDIATE);
    AttemptSchedule quick = new FixedSchedule(SHORT);
    assertThat(gate.schedule(quick)).as("before the first connection").isFalse();
    gate.awaitTurn(() -> false);
    gate.ended(AttemptOutcome.CONNECTED);
    gate.disconnected();
    assertThat(gate.schedule(quick)).as("in an outage").isFalse();
    assertWaits(gate);
  }

  @Test
  void anotherSchedule_isTakenWhileConnected() {
    AttemptGate gate = gate(LONG, FirstAttempt.IMMEDIATE);
    gate.awaitTurn(() -> false);
    gate.ended(AttemptOutcome.CONNECTED);
    assertThat(gate.schedule(new FixedSchedule(SHORT))).isTrue();
    gate.disconnected();
    assertThat(gate.awaitTurn(() -> false)).isEqualTo(1);
  }

  @Test
  void immediateAttempt_isOncePerProcess_notOncePerOutage() throws Exception {
    AttemptGate gate = gate(LONG, FirstAttempt.IMMEDIATE);
    gate.awaitTurn(() -> false);
    gate.ended(AttemptOutcome.CONNECTED);
    gate.disconnected();
    assertWaits(gate);
  }

  @Test
  void attempts_areNumberedWithinTheirOutage() {
    AttemptGate gate = gate(SHORT, FirstAttempt.IMMEDIATE);
    assertThat(gate.awaitTurn(() -> false)).isEqualTo(1);
    assertThat(gate.awaitTurn(() -> false)).isEqualTo(2);
    gate.ended(AttemptOutcome.CONNECTED);
    assertThat(gate.everConnected()).isTrue();
    gate.disconnected();
    assertThat(gate.awaitTurn(() -> false)).isEqualTo(1);
    assertThat(gate.awaitTurn(() -> false)).isEqualTo(2);
  }

  @Test
  void close_wakesWhoWaits_andLetsNobodyThrough() throws Exception {
    AttemptGate gate = gate(LONG, FirstAttempt.SPREAD);
    CompletableFuture<Long> turn = CompletableFuture.supplyAsync(() -> gate.awaitTurn(() -> false));
    await().until(gate::busy);
    gate.close();
    assertThat(turn.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(gate.busy()).isFalse();
    assertThat(gate.awaitTurn(() -> false)).isZero();
  }

  @Test
  void closedGate_letsNotEvenAnImmediateAttemptThrough() {
    AttemptGate gate = gate(LONG, FirstAttempt.IMMEDIATE);
    gate.close();
    assertThat(gate.awaitTurn(() -> false)).isZero();
  }

  @Test
  void wake_makesWhoWaitsLookAgain_andOnlyTheAbandonedLeaves() throws Exception {
    AttemptGate gate = gate(LONG, FirstAttempt.SPREAD);
    AtomicBoolean abandoned = new AtomicBoolean();
    CompletableFuture<Long> turn =
        CompletableFuture.supplyAsync(() -> gate.awaitTurn(abandoned::get));
    await().until(gate::busy);
    gate.wake();
    await().during(Duration.ofMillis(100)).until(() -> !turn.isDone());
    abandoned.set(true);
    gate.wake();
    assertThat(turn.get(30, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void interrupt_endsTheWait_andIsKept() throws Exception {
    AttemptGate gate = gate(LONG, FirstAttempt.SPREAD);
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () ->
                flag.complete(
                    gate.awaitTurn(() -> false) == 0 && Thread.currentThread().isInterrupted()));
    waiting.start();
    await().until(gate::busy);
    waiting.interrupt();
    assertThat(flag.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(gate.busy()).isFalse();
  }

  @Test
  void limit_holdsUntilTheFirstConnection() {
    AttemptGate gate = gate(SHORT, FirstAttempt.IMMEDIATE);
    gate.limitStartup(2);
    assertThat(gate.awaitTurn(() -> false)).isEqualTo(1);
    assertThat(gate.awaitTurn(() -> false)).isEqualTo(2);
    assertThat(gate.awaitTurn(() -> false)).isZero();
    gate.limitStartup(1);
    assertThat(gate.awaitTurn(() -> false)).isEqualTo(3);
    gate.ended(AttemptOutcome.CONNECTED);
    gate.disconnected();
    for (int i = 1; i <= 5; i++) {
      assertThat(gate.awaitTurn(() -> false)).isEqualTo(i);
    }
  }

  @Test
  void overload_makesItSitOut_refusalAndTheImmediateAttemptDoNot() {
    AttemptGate gate = gate(SHORT, FirstAttempt.IMMEDIATE);
    attempt(gate, AttemptOutcome.OVERLOADED);
    assertThat(gate.sitOutLevel()).isZero();
    attempt(gate, AttemptOutcome.REFUSED);
    attempt(gate, AttemptOutcome.UNREACHABLE);
    attempt(gate, AttemptOutcome.UNRESOLVED);
    assertThat(gate.sitOutLevel()).isZero();
    attempt(gate, AttemptOutcome.AUTH_REJECTED);
    attempt(gate, AttemptOutcome.OVERLOADED);
    assertThat(gate.sitOutLevel()).isEqualTo(2);
    attempt(gate, AttemptOutcome.CONNECTED);
    gate.disconnected();
    assertThat(gate.sitOutLevel()).as("stood for less than a minute").isEqualTo(2);
  }

  @Test
  void grantedTurn_isAtOnce_andOnlyOne() throws Exception {
    AttemptGate gate = gate(LONG, FirstAttempt.IMMEDIATE);
    attempt(gate, AttemptOutcome.CONNECTED);
    gate.grant();
    gate.disconnected();
    assertThat(gate.awaitTurn(() -> false)).isEqualTo(1);
    assertWaits(gate);
  }

  @Test
  void grantThatWasNotTaken_lapsesWithTheNextConnection() throws Exception {
    AttemptGate gate = gate(LONG, FirstAttempt.SPREAD);
    gate.grant();
    gate.ended(AttemptOutcome.CONNECTED);
    gate.disconnected();
    assertWaits(gate);
  }

  @Test
  void grantedTurnThatMeetsOverload_sitsOutLikeAllOthers() {
    AttemptGate gate = gate(SHORT, FirstAttempt.IMMEDIATE);
    attempt(gate, AttemptOutcome.CONNECTED);
    gate.grant();
    gate.disconnected();
    attempt(gate, AttemptOutcome.OVERLOADED);
    assertThat(gate.sitOutLevel()).isEqualTo(1);
  }

  @Test
  void scheduleThatThrows_costsAWaitAndNoMore() {
    RandomGenerator broken =
        () -> {
          throw new IllegalStateException("thrown on purpose");
        };
    AttemptGate gate = gate(new FixedSchedule(SHORT), FirstAttempt.SPREAD, broken);
    long began = System.nanoTime();
    assertThat(gate.awaitTurn(() -> false)).isEqualTo(1);
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(2));
  }

  private static void attempt(AttemptGate gate, AttemptOutcome outcome) {
    assertThat(gate.awaitTurn(() -> false)).isPositive();
    gate.ended(outcome);
  }

  private static void assertWaits(AttemptGate gate) throws Exception {
    CompletableFuture<Long> turn = CompletableFuture.supplyAsync(() -> gate.awaitTurn(() -> false));
    await().until(gate::busy);
    assertThat(turn).isNotDone();
    gate.close();
    assertThat(turn.get(30, TimeUnit.SECONDS)).isZero();
  }

  private static AttemptGate gate(Duration wait, FirstAttempt firstAttempt) {
    return gate(new FixedSchedule(wait), firstAttempt, RandomGenerator.getDefault());
  }

  private static AttemptGate gate(
      AttemptSchedule schedule, FirstAttempt firstAttempt, RandomGenerator random) {
    return new AttemptGate(schedule, firstAttempt, InstantSource.fixed(NOW), random);
  }
}
