package io.breakwater.client.internal;

import io.breakwater.policy.AttemptOutcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One dial of one server, from its slot to its outcome.
 *
 * <p>jnats waits for the first PONG until the connect timeout even when the server has long hung up
 * or said no. So whoever sees that first ends the wait, by interrupting the dialling thread. An
 * interrupt that comes too late to be of use is taken back: it would disturb how jnats closes the
 * socket, or end the wait at the gate.
 */
final class Attempt {
  private final long number;
  private final ServerList.Server server;
  private final Instant startedAt;
  private final long startedNanos;
  private final Thread dialer;

  private boolean infoReceived;
  private boolean interrupted;
  private boolean waitIsOver;
  private boolean ended;
  private @Nullable AttemptOutcome outcome;
  private @Nullable String cause;

  Attempt(long number, ServerList.Server server, Instant startedAt, long startedNanos) {
    this.number = number;
    this.server = server;
    this.startedAt = startedAt;
    this.startedNanos = startedNanos;
    this.dialer = Thread.currentThread();
  }

  /** Returns its number within the outage, from 1. */
  long number() {
    return number;
  }

  ServerList.Server server() {
    return server;
  }

  Instant startedAt() {
    return startedAt;
  }

  /** Returns if the calling thread is the one that dials. */
  boolean dialledHere() {
    return Thread.currentThread() == dialer;
  }

  /** Returns when its slot came, on the monotonic clock. */
  long startedNanos() {
    return startedNanos;
  }

  /** Notes that the server has sent its INFO: from here on silence means overload. */
  synchronized void infoReceived() {
    infoReceived = true;
  }

  /** Notes an {@code -ERR} that came before the first PONG, and ends the attempt. */
  synchronized void rejected(String serverError) {
    note(AttemptOutcome.ofServerError(serverError), serverError);
    interruptDialer();
  }

  /**
   * Notes that the socket ended before the first PONG, and ends the attempt. With TLS 1.3 this is
   * also how a server says that it does not like the client's certificate.
   */
  synchronized void broke(IOException how) {
    note(OutcomeClassifier.ofException(how).orElse(null), CauseText.of(how));
    interruptDialer();
  }

  /**
   * Notes what was thrown while dialling; what the server said counts for more. Must be called by
   * the dialling thread.
   */
  synchronized void failed(Throwable thrown) {
    takeBackInterrupt();
    Optional<AttemptOutcome> told = OutcomeClassifier.ofException(thrown);
    if (thrown instanceof InterruptedException && (interrupted || cause != null)) {
      return;
    }
    note(told.orElse(null), CauseText.of(thrown));
  }

  /** Ends the attempt, whatever it is doing; it counts as failed for the given reason. */
  synchronized void abandon(String reason) {
    note(null, reason);
    interruptDialer();
  }

  /**
   * Returns the outcome; the first call decides. Must be called by the dialling thread, because a
   * pending interrupt of ours is cleared from it.
   */
  synchronized Optional<Ended> end(boolean connected, long nowNanos) {
    if (ended) {
      return Optional.empty();
    }
    takeBackInterrupt();
    ended = true;
    Duration took = Duration.ofNanos(nowNanos - startedNanos);
    if (connected) {
      return Optional.of(new Ended(AttemptOutcome.CONNECTED, took, null));
    }
    AttemptOutcome failure =
        outcome != null
            ? outcome
            : infoReceived ? AttemptOutcome.OVERLOADED : AttemptOutcome.UNREACHABLE;
    return Optional.of(new Ended(failure, took, cause == null ? "no answer" : cause));
  }

  private void note(@Nullable AttemptOutcome told, String why) {
    if (ended) {
      return;
    }
    if (outcome == null && told != null) {
      outcome = told;
      cause = why;
    } else if (cause == null) {
      cause = why;
    }
  }

  private void interruptDialer() {
    if (!waitIsOver && !interrupted) {
      interrupted = true;
      dialer.interrupt();
    }
  }

  private void takeBackInterrupt() {
    if (interrupted && !waitIsOver) {
      Thread.interrupted();
    }
    waitIsOver = true;
  }

  /**
   * How an attempt ended.
   *
   * @param outcome how
   * @param took from its slot to its end
   * @param cause what it met, in a few words; null if it connected
   */
  record Ended(AttemptOutcome outcome, Duration took, @Nullable String cause) {}
}
