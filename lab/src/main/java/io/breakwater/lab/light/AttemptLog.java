package io.breakwater.lab.light;

import io.breakwater.policy.AttemptOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every attempt of a fleet and every change between connected and not, in primitive arrays: 25
 * bytes for an attempt, 12 for a change, no object. Thread-safe.
 */
public final class AttemptLog {
  private static final int FIRST_CAPACITY = 1_024;
  private static final byte UNDER_WAY = -1;
  private static final int NOT_REACHED = -1;
  private static final List<AttemptOutcome> OUTCOMES = List.of(AttemptOutcome.values());
  private static final long NANOS_PER_MICRO = 1_000;

  private int[] replicas = new int[FIRST_CAPACITY];
  private long[] startedAt = new long[FIRST_CAPACITY];
  private int[] infoMicros = new int[FIRST_CAPACITY];
  private int[] securedMicros = new int[FIRST_CAPACITY];
  private int[] endMicros = new int[FIRST_CAPACITY];
  private byte[] outcomes = new byte[FIRST_CAPACITY];
  private int attempts;

  private long[] changedAt = new long[FIRST_CAPACITY];
  private int[] changed = new int[FIRST_CAPACITY];
  private int changes;
  private int connected;

  /** Creates an empty log. */
  public AttemptLog() {}

  /**
   * One attempt. Times are nanoseconds since the epoch.
   *
   * @param replica who dialled, from 0
   * @param startedAt when it dialled
   * @param untilInfo until the server's INFO had arrived; null if it never did, or nobody looked
   * @param untilSecured until TLS stood; null if it never did, or if there is none
   * @param took until it ended; null while it is under way
   * @param outcome how it ended; null while it is under way
   */
  public record Attempt(
      int replica,
      long startedAt,
      @Nullable Duration untilInfo,
      @Nullable Duration untilSecured,
      @Nullable Duration took,
      @Nullable AttemptOutcome outcome) {}

  /**
   * A replica was connected, or no longer.
   *
   * @param at when, in nanoseconds since the epoch
   * @param replica its number, from 0
   * @param connected which of both
   */
  public record Change(long at, int replica, boolean connected) {}

  /** Notes that a replica dials; returns the attempt's number, which the other methods take. */
  public synchronized int began(int replica, long at) {
    if (attempts == startedAt.length) {
      int capacity = 2 * attempts;
      replicas = Arrays.copyOf(replicas, capacity);
      startedAt = Arrays.copyOf(startedAt, capacity);
      infoMicros = Arrays.copyOf(infoMicros, capacity);
      securedMicros = Arrays.copyOf(securedMicros, capacity);
      endMicros = Arrays.copyOf(endMicros, capacity);
      outcomes = Arrays.copyOf(outcomes, capacity);
    }
    replicas[attempts] = replica;
    startedAt[attempts] = at;
    infoMicros[attempts] = NOT_REACHED;
    securedMicros[attempts] = NOT_REACHED;
    outcomes[attempts] = UNDER_WAY;
    return attempts++;
  }

  /** Notes that the server's INFO has arrived. */
  public synchronized void info(int attempt, long at) {
    infoMicros[attempt] = micros(attempt, at);
  }

  /** Notes that TLS stands. */
  public synchronized void secured(int attempt, long at) {
    securedMicros[attempt] = micros(attempt, at);
  }

  /** Notes how an attempt ended; the first note counts. */
  public synchronized void ended(int attempt, AttemptOutcome outcome, long at) {
    if (outcomes[attempt] == UNDER_WAY) {
      outcomes[attempt] = (byte) OUTCOMES.indexOf(outcome);
      endMicros[attempt] = micros(attempt, at);
    }
  }

  /** Notes that a replica that was not connected is, or the other way round. */
  public synchronized void changed(int replica, boolean nowConnected, long at) {
    if (changes == changedAt.length) {
      changedAt = Arrays.copyOf(changedAt, 2 * changes);
      changed = Arrays.copyOf(changed, 2 * changes);
    }
    changedAt[changes] = at;
    changed[changes++] = nowConnected ? replica : ~replica;
    connected += nowConnected ? 1 : -1;
  }

  /** Returns how many replicas are connected now. */
  public synchronized int connected() {
    return connected;
  }

  /** Returns how many attempts there have been. */
  public synchronized int attempts() {
    return attempts;
  }

  /** Returns the attempt of that number, from 0, in the order in which they were noted. */
  public synchronized Attempt attempt(int number) {
    byte outcome = outcomes[number];
    return new Attempt(
        replicas[number],
        startedAt[number],
        duration(infoMicros[number]),
        duration(securedMicros[number]),
        outcome == UNDER_WAY ? null : duration(endMicros[number]),
        outcome == UNDER_WAY ? null : OUTCOMES.get(outcome));
  }

  /** Returns how many changes there have been. */
  public synchronized int changes() {
    return changes;
  }

  /** Returns the change of that number, from 0. */
  public synchronized Change change(int number) {
    int code = changed[number];
    return new Change(changedAt[number], code < 0 ? ~code : code, code >= 0);
  }

  private int micros(int attempt, long at) {
    return (int)
        Math.min(Integer.MAX_VALUE, Math.max(0, at - startedAt[attempt]) / NANOS_PER_MICRO);
  }

  private static @Nullable Duration duration(int micros) {
    return micros == NOT_REACHED ? null : Duration.ofNanos(micros * NANOS_PER_MICRO);
  }
}
