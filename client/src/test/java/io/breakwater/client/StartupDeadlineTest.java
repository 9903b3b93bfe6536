package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.FreePorts;
import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.policy.LifecyclePolicy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The startup deadline holds to the second, whatever the attempt under way is doing. An attempt
 * lasts up to 3 s here and the deadline comes 1 s after the second or later one began, so a bus
 * that let it finish would be 2 s late. Late is measured against a bare timer that was set at the
 * same moment, because this machine may be busy.
 */
@Timeout(60)
class StartupDeadlineTest {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration MARGIN = Duration.ofMillis(1_100);

  @Test
  void deadline_comesInTime_whateverTheAttemptIsDoing() {
    int dead = FreePorts.take();
    try (ScriptedBroker silent = ScriptedBroker.start(Script.silent());
        ScriptedBroker infoOnly = ScriptedBroker.start(Script.begin().sendInfo());
        ScriptedBroker rejecting =
            ScriptedBroker.start(Script.rejecting("Authorization Violation"))) {
      Late refusedLate = late("nats://127.0.0.1:" + dead);
      Late silentLate = late(silent.url());
      Late infoLate = late(infoOnly.url());
      Late rejectedLate = late(rejecting.url());
      assertThat(refusedLate.overshoot()).isLessThan(Duration.ofSeconds(1));
      assertThat(silentLate.overshoot()).isLessThan(Duration.ofSeconds(1));
      assertThat(infoLate.overshoot()).isLessThan(Duration.ofSeconds(1));
      assertThat(rejectedLate.overshoot()).isLessThan(Duration.ofSeconds(1));
      // Nothing dials on behind the back of a bus that has given up.
      int dials = silent.connections().size();
      await().during(Duration.ofMillis(500)).until(() -> silent.connections().size() == dials);
      assertThat(silent.connections()).hasSize(2);
      assertThat(rejecting.connections()).hasSizeGreaterThan(5);
    } finally {
      FreePorts.giveBack(dead);
    }
  }

  private static Late late(String url) {
    LifecyclePolicy policy = Policies.budgeted(CONNECT_TIMEOUT, MARGIN, url).build();
    long budgetNanos = policy.startupBudget().total().toNanos();
    CompletableFuture<Long> timer =
        CompletableFuture.supplyAsync(
            System::nanoTime, CompletableFuture.delayedExecutor(budgetNanos, TimeUnit.NANOSECONDS));
    Bus bus = Bus.open(policy);
    CompletableFuture<Long> gaveUp =
        bus.started()
            .toCompletableFuture()
            .handle(
                (done, failure) -> {
                  Throwable cause =
                      failure instanceof CompletionException ? failure.getCause() : failure;
                  assertThat(cause)
                      .isInstanceOf(StartupBudgetExceededException.class)
                      .hasMessage("nats not connected within startup budget (4s100ms)");
                  return System.nanoTime();
                });
    return new Late(timer, gaveUp);
  }

  private record Late(CompletableFuture<Long> timer, CompletableFuture<Long> gaveUp) {
    Duration overshoot() {
      return Duration.ofNanos(gaveUp.join() - timer.join());
    }
  }
}
