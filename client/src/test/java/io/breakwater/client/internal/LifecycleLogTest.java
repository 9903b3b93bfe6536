package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.client.LifecycleEvent;
import io.breakwater.policy.AttemptOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** People grep these texts. */
class LifecycleLogTest {

  @Test
  void everyEvent_hasItsText() {
    LifecycleLog log = new LifecycleLog("mine");
    List<String> said = CapturedLog.of(() -> SampleEvents.ALL.forEach(log::onEvent));
    assertThat(said.stream().map(line -> line.replaceFirst("^\\S+ ", "")))
        .containsExactly(
            "INFO io.breakwater.bus - mine - bus: connecting to nats"
                + " servers=nats://a:4222,nats://b:4222",
            "WARN io.breakwater.bus - mine - bus: reconnect attempt failed attempt=7"
                + " server=nats://a:4222 outcome=OVERLOADED took=1s500ms cause=\"timed \"out\"\"",
            "INFO io.breakwater.bus - mine - bus: connected to nats server=nats://a:4222"
                + " after=2s500ms attempts=8",
            "WARN io.breakwater.bus - mine - bus: disconnected from nats server=nats://a:4222",
            "INFO io.breakwater.bus - mine - bus: reconnected to nats server=nats://a:4222"
                + " outage=1m1s attempts=3",
            "WARN io.breakwater.bus - mine - bus: still disconnected outage=2m attempts=9"
                + " lastOutcome=UNREACHABLE",
            "WARN io.breakwater.bus - mine - bus: connection replaced generation=2"
                + " reason=\"jnats closed the connection\"",
            "WARN io.breakwater.bus - mine - bus: server removed from the pool"
                + " server=nats://a:4222 failures=5 remaining=1",
            "INFO io.breakwater.bus - mine - bus: fleet seen connections=150 connectRate=14.4 rank=7"
                + " period=11s",
            "INFO io.breakwater.bus - mine - bus: drain started messages=5000 bytes=640000"
                + " age=30s expected=5s",
            "INFO io.breakwater.bus - mine - bus: drain started messages=1 bytes=200 age=1s"
                + " expected=never",
            "INFO io.breakwater.bus - mine - bus: drain ended messages=5100 took=5s200ms",
            "WARN io.breakwater.bus - mine - bus: messages may be lost first=17 last=42 count=26",
            "INFO io.breakwater.bus - mine - bus: outbox recovered messages=12",
            "ERROR io.breakwater.bus - mine - bus: outbox recovered messages=12"
                + " damage=\"2 damaged messages\"",
            "INFO io.breakwater.bus - mine - bus: stream created stream=JOBS again=true",
            "INFO io.breakwater.bus - mine - bus: consumer started stream=JOBS consumer=worker"
                + " created=false",
            "INFO io.breakwater.bus - mine - bus: consumer stopped stream=JOBS consumer=worker"
                + " unfinished=2",
            "WARN io.breakwater.bus - mine - bus: refused what=\"stream JOBS\" cause=\"not here\"",
            "WARN io.breakwater.bus - mine - bus: message dead-lettered stream=JOBS consumer=worker"
                + " subject=job.a sequence=7 deliveries=5 to=dead.job"
                + " reason=\"handler failed: X: y\"",
            "INFO io.breakwater.bus - mine - bus: server is about to stop server=nats://a:4222",
            "INFO io.breakwater.bus - mine - bus: moving off lame-duck server=nats://a:4222",
            "WARN io.breakwater.bus - mine - bus: slow consumer: 3 messages dropped",
            "ERROR io.breakwater.bus - mine - failed to connect to NATS:"
                + " nats not connected within startup budget (1m45s)",
            "INFO io.breakwater.bus - mine - bus: connection closed");
  }

  @Test
  void failuresThatAreAlike_areSaidOnceInTenSeconds_withHowManyWereNot() {
    LifecycleLog log = new LifecycleLog("mine");
    List<String> said =
        CapturedLog.of(
            () -> {
              for (int i = 0; i < 60; i++) {
                log.onEvent(failure(i, "nats://a:4222", AttemptOutcome.REFUSED));
              }
            });
    // Two a second, for 30 s.
    assertThat(said)
        .extracting(LifecycleLogTest::numbers)
        .containsExactly("attempt=0", "attempt=20 unlogged=19", "attempt=40 unlogged=19");
  }

  @Test
  void anotherOutcome_anotherServer_anotherOutage_areSaidAtOnce() {
    LifecycleLog log = new LifecycleLog("mine");
    List<String> said =
        CapturedLog.of(
            () -> {
              log.onEvent(failure(0, "nats://a:4222", AttemptOutcome.REFUSED));
              log.onEvent(failure(1, "nats://b:4222", AttemptOutcome.UNREACHABLE));
              log.onEvent(failure(2, "nats://a:4222", AttemptOutcome.REFUSED));
              log.onEvent(failure(3, "nats://b:4222", AttemptOutcome.UNREACHABLE));
              log.onEvent(failure(4, "nats://a:4222", AttemptOutcome.OVERLOADED));
              log.onEvent(new LifecycleEvent.Disconnected(SampleEvents.AT, "nats://a:4222"));
              log.onEvent(failure(5, "nats://b:4222", AttemptOutcome.UNREACHABLE));
            });
    assertThat(said.stream().filter(line -> line.contains("attempt=")))
        .extracting(LifecycleLogTest::numbers)
        .containsExactly("attempt=0", "attempt=1", "attempt=4 unlogged=1", "attempt=5");
  }

  @Test
  void aClockThatIsSetBack_doesNotSilenceTheLog() {
    LifecycleLog log = new LifecycleLog("mine");
    List<String> said =
        CapturedLog.of(
            () -> {
              log.onEvent(failure(7_200, "nats://a:4222", AttemptOutcome.REFUSED));
              log.onEvent(failure(0, "nats://a:4222", AttemptOutcome.REFUSED));
            });
    assertThat(said).hasSize(2);
  }

  private static LifecycleEvent failure(int number, String server, AttemptOutcome outcome) {
    Instant at = SampleEvents.AT.plusMillis(500L * number);
    return new LifecycleEvent.Attempted(at, at, number, server, outcome, Duration.ZERO, "no");
  }

  private static String numbers(String line) {
    return line.replaceFirst(".*(attempt=\\d+).* cause=\"no\"", "$1");
  }
}
