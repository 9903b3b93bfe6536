package io.breakwater.client.internal;

import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.AttemptSchedule;
import io.breakwater.policy.AttemptState;
import io.breakwater.policy.FirstAttempt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when the next attempt may start, for every attempt of one connection: first boot or
 * reconnect, any server, any round.
 *
 * <p>The moment is computed once for each attempt, from the wall clock, and slept on the monotonic
 * one. Thread-safe; the lock is never held across I/O.
 */
final class AttemptGate {
  private static final Logger log = LoggerFactory.getLogger(AttemptGate.class);

  /** Waited when a schedule throws: whatever happens, jnats must not see an exception here. */
  private static final long FALLBACK_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final FirstAttempt firstAttempt;
  private final InstantSource wallClock;
  private final RandomGenerator random;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private AttemptSchedule schedule;
  private boolean closed;
  private boolean connected;
  private AttemptState state = AttemptState.NEW;
  private boolean immediate;
  private int attemptsLeft = Integer.MAX_VALUE;
  private int waiting;
  private boolean granted;

  AttemptGate(
      AttemptSchedule schedule,
      FirstAttempt firstAttempt,
      InstantSource wallClock,
      RandomGenerator random) {
    this.schedule = schedule;
    this.firstAttempt = firstAttempt;
    this.wallClock = wallClock;
    this.random = random;
  }

  /**
   * Takes another schedule, if the connection stands: within an outage all slots have to stay where
   * they are.
   *
   * @return true if it was taken
   */
  boolean schedule(AttemptSchedule next) {
    lock.lock();
    try {
      if (connected) {
        schedule = next;
      }
      return connected;
    } finally {
      lock.unlock();
    }
  }

  /** Lets only so many more attempts through, until the first of them connects. */
  void limitStartup(int attempts) {
    lock.lock();
    try {
      attemptsLeft = attempts;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the moment of the next attempt.
   *
   * @param abandoned if the caller no longer wants to attempt; looked at after {@link #wake()}
   * @return the attempt's number within the outage, from 1; 0 if there is to be no attempt, because
   *     the gate was closed, the attempts are used up or the thread was interrupted (its flag is
   *     then set)
   */
  long awaitTurn(BooleanSupplier abandoned) {
    lock.lock();
    try {
      if (attemptsLeft <= 0) {
        return 0;
      }
      long waitNanos = nextWaitNanos();
      long remaining = waitNanos;
      long until = System.nanoTime() + waitNanos;
      waiting++;
      try {
        while (!closed && !abandoned.getAsBoolean() && remaining > 0) {
          // The moment decides, not how the wait ended.
          long unused = changed.awaitNanos(remaining);
          remaining = until - System.nanoTime();
        }
      } finally {
        waiting--;
      }
      if (closed || abandoned.getAsBoolean()) {
        return 0;
      }
      state = state.began(waitNanos);
      if (!state.everConnected() && attemptsLeft != Integer.MAX_VALUE) {
        attemptsLeft--;
      }
      return state.attempts();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } finally {
      lock.unlock();
    }
  }

  private long nextWaitNanos() {
    if (granted) {
      granted = false;
      immediate = false;
      return 0;
    }
    immediate =
        !state.everConnected() && state.attempts() == 0 && firstAttempt == FirstAttempt.IMMEDIATE;
    if (immediate) {
      return 0;
    }
    try {
      return state.nextWait(schedule, wallClock.instant(), random.nextDouble()).toNanos();
    } catch (RuntimeException e) {
      log.error("attempt schedule failed, waiting 2s instead", e);
      return FALLBACK_WAIT_NANOS;
    }
  }

  /**
   * Lets the next attempt through at once, because its moment is now: the schedule has already been
   * waited for. Lapses with the next connection.
   */
  void grant() {
    lock.lock();
    try {
      granted = true;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the wait until this connection leaves a server that is about to stop. */
  Duration lameDuckWait(Duration window) {
    lock.lock();
    try {
      return schedule.lameDuckWait(window, wallClock.instant(), random.nextDouble());
    } finally {
      lock.unlock();
    }
  }

  /** Takes note of how an attempt ended. */
  void ended(AttemptOutcome outcome) {
    lock.lock();
    try {
      state = state.ended(outcome, immediate, System.nanoTime());
      if (outcome == AttemptOutcome.CONNECTED) {
        granted = false;
        connected = true;
        attemptsLeft = Integer.MAX_VALUE;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes note that an outage began. */
  void disconnected() {
    lock.lock();
    try {
      state = state.disconnected(System.nanoTime());
      connected = false;
    } finally {
      lock.unlock();
    }
  }

  /** Returns if an attempt has ever connected. */
  boolean everConnected() {
    lock.lock();
    try {
      return state.everConnected();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the level at which this connection sits out. */
  int sitOutLevel() {
    lock.lock();
    try {
      return state.sitOutLevel();
    } finally {
      lock.unlock();
    }
  }

  /** Returns if somebody waits for a turn. */
  boolean busy() {
    lock.lock();
    try {
      return waiting > 0;
    } finally {
      lock.unlock();
    }
  }

  /** Lets those who wait look again if they still want to. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody through any more, and wakes who waits. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
