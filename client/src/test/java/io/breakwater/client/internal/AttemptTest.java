package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.policy.AttemptOutcome;
import java.io.EOFException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttemptTest {
  private final Attempt attempt =
      new Attempt(
          3,
          new ServerList(List.of("nats://h:4222"), OptionalInt.empty(), new Random(1))
              .next()
              .orElseThrow(),
          Instant.EPOCH,
          1_000);

  @AfterEach
  void noInterruptIsLeftBehind() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void silenceBeforeInfo_isUnreachable() {
    attempt.failed(new TimeoutException());
    assertThat(end()).isEqualTo(ended(AttemptOutcome.UNREACHABLE, "timed out"));
  }

  @Test
  void silenceAfterInfo_isOverloaded() {
    attempt.infoReceived();
    attempt.failed(new TimeoutException());
    assertThat(end()).isEqualTo(ended(AttemptOutcome.OVERLOADED, "timed out"));
  }

  @Test
  void socketThatEndsAfterInfo_isOverloaded() {
    attempt.infoReceived();
    attempt.broke(new EOFException("the server closed the connection"));
    assertThat(end())
        .isEqualTo(ended(AttemptOutcome.OVERLOADED, "the server closed the connection"));
  }

  @Test
  void whatTheServerSaid_countsForMoreThanWhatFollows() {
    attempt.infoReceived();
    attempt.rejected("Authorization Violation");
    attempt.broke(new EOFException("the server closed the connection"));
    attempt.failed(new TimeoutException());
    assertThat(end()).isEqualTo(ended(AttemptOutcome.AUTH_REJECTED, "Authorization Violation"));
  }

  @Test
  void ourOwnInterrupt_isNoCause() {
    attempt.rejected("maximum connections exceeded");
    assertThat(Thread.interrupted()).as("what throws it clears the flag").isTrue();
    attempt.failed(new InterruptedException());
    assertThat(end())
        .isEqualTo(ended(AttemptOutcome.LIMIT_EXCEEDED, "maximum connections exceeded"));
  }

  @Test
  void classifiedException_tellsTheOutcome() {
    attempt.failed(new ConnectException("Connection refused"));
    assertThat(end()).isEqualTo(ended(AttemptOutcome.REFUSED, "Connection refused"));
  }

  @Test
  void rejection_interruptsTheDiallingThread_andTheEndTakesTheInterruptBack() {
    attempt.rejected("Authorization Violation");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    end();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void interruptOfSomebodyElse_isNotTakenBack() {
    Thread.currentThread().interrupt();
    end();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void onceEnded_nothingInterruptsItsThreadAnyMore() {
    assertThat(attempt.end(true, 5_000))
        .contains(new Attempt.Ended(AttemptOutcome.CONNECTED, Duration.ofNanos(4_000), null));
    attempt.abandon("closed");
    attempt.broke(new EOFException("late"));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(attempt.end(false, 6_000)).as("the first end decides").isEmpty();
  }

  @Test
  void diallingThread_isTheOneThatMadeTheAttempt() {
    assertThat(attempt.dialledHere()).isTrue();
    assertThat(CompletableFuture.supplyAsync(attempt::dialledHere).join()).isFalse();
  }

  private Attempt.Ended end() {
    return attempt.end(false, 3_000).orElseThrow();
  }

  private static Attempt.Ended ended(AttemptOutcome outcome, String cause) {
    return new Attempt.Ended(outcome, Duration.ofNanos(2_000), cause);
  }
}
