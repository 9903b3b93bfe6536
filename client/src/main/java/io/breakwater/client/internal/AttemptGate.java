package io.breakwater.client.internal;

import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.AttemptSchedule;
import io.breakwater.policy.FirstAttempt;
import io.breakwater.policy.SitOut;
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
  private boolean everConnected;
  private int attemptsInOutage;
  private long previousWaitNanos;
  private int sitOutLevel;
  private boolean immediate;
  private long connectedAtNanos;
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
      previousWaitNanos = waitNanos;
      attemptsInOutage++;
      if (!everConnected && attemptsLeft != Integer.MAX_VALUE) {
        attemptsLeft--;
      }
      return attemptsInOutage;
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
    immediate = !everConnected && attemptsInOutage == 0 && firstAttempt == FirstAttempt.IMMEDIATE;
    if (immediate) {
      return 0;
    }
    try {
      return schedule
          .nextWait(
              attemptsInOutage,
              Duration.ofNanos(previousWaitNanos),
              sitOutLevel,
              wallClock.instant(),
              random.nextDouble())
          .toNanos();
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
      sitOutLevel = SitOut.next(sitOutLevel, outcome, immediate);
      if (outcome == AttemptOutcome.CONNECTED) {
        everConnected = true;
        granted = false;
        connected = true;
        attemptsLeft = Integer.MAX_VALUE;
        connectedAtNanos = System.nanoTime();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes note that an outage began. */
  void disconnected() {
    lock.lock();
    try {
      sitOutLevel =
          SitOut.afterConnected(
              sitOutLevel, Duration.ofNanos(System.nanoTime() - connectedAtNanos));
      connected = false;
      attemptsInOutage = 0;
      previousWaitNanos = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Returns if an attempt has ever connected. */
  boolean everConnected() {
    lock.lock();
    try {
      return everConnected;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the level at which this connection sits out. */
  int sitOutLevel() {
    lock.lock();
    try {
      return sitOutLevel;
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
