package io.breakwater.lab.calibrate;

import io.breakwater.lab.light.AttemptLog;
import io.breakwater.lab.light.LightFleet;
import io.breakwater.lab.light.LightSettings;
import io.breakwater.lab.light.LightTarget;
import io.breakwater.lab.light.SteadyClock;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.FixedSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * One established connection that measures its round trips, on a thread of its own. If it loses the
 * broker it dials without rest until it is back, so that it comes before everybody else.
 * Thread-safe.
 */
public final class RoundTrips implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(20);
  private static final Duration REDIAL = Duration.ofMillis(10);
  private static final long LONGEST_NANOS = Duration.ofMinutes(10).toNanos();
  private static final int DIGITS = 2;
  private static final double PERCENTILE = 99;
  private static final double NANOS_PER_MILLI = 1e6;

  /** Its schedule draws nothing. */
  private static final long SEED = 0;

  /** One slow round trip is a hiccup of the machine. */
  private static final int SLOW_IN_A_ROW = 3;

  private final SingleWriterRecorder recorder = new SingleWriterRecorder(LONGEST_NANOS, DIGITS);
  private final AttemptLog log = new AttemptLog();
  private final SteadyClock clock = new SteadyClock();
  private final LongConsumer watcher;
  private final LightFleet fleet;
  private volatile long lastPong;

  /**
   * Dials.
   *
   * @param connectTimeout of one attempt
   */
  public RoundTrips(LightTarget target, Duration connectTimeout) {
    this(target, connectTimeout, nanos -> {});
  }

  RoundTrips(LightTarget target, Duration connectTimeout, LongConsumer watcher) {
    this.watcher = watcher;
    lastPong = clock.now();
    fleet =
        new LightFleet(
            1,
            new LightSettings(
                target,
                connectTimeout,
                "breakwater-round-trip",
                new LightSettings.Then.Ping(EVERY, this::took)),
            number -> new FixedSchedule(REDIAL),
            SEED,
            log,
            clock);
    fleet.start(1);
  }

  private void took(long nanos) {
    lastPong = clock.now();
    // A PONG that is late hides the PINGs that would have been sent meanwhile.
    recorder.recordValueWithExpectedInterval(Math.min(nanos, LONGEST_NANOS), EVERY.toNanos());
    watcher.accept(nanos);
  }

  /** Returns if it is connected. */
  public boolean connected() {
    return fleet.connected() == 1;
  }

  /** Returns how the last attempt that has ended did; null if none has. */
  public @Nullable AttemptOutcome lastOutcome() {
    AttemptOutcome last = null;
    for (int i = Math.max(0, log.attempts() - 2); i < log.attempts(); i++) {
      AttemptOutcome outcome = log.attempt(i).outcome();
      last = outcome == null ? last : outcome;
    }
    return last;
  }

  /** Returns how many of its dials since then were answered by a server. */
  public int dialsAnswered(Instant since) {
    long sinceEpochNanos = SteadyClock.epochNanos(since);
    int count = 0;
    for (int i = log.attempts() - 1; i >= 0; i--) {
      AttemptLog.Attempt attempt = log.attempt(i);
      if (attempt.startedAt() < sinceEpochNanos) {
        break;
      }
      boolean answered =
          attempt.untilInfo() != null || attempt.outcome() == AttemptOutcome.CONNECTED;
      count += answered ? 1 : 0;
    }
    return count;
  }

  /** Returns how long the last PONG has been away. */
  Duration silence() {
    return Duration.ofNanos(clock.now() - lastPong);
  }

  /**
   * Returns the 99th percentile since the last call, in milliseconds; null if there was no round
   * trip.
   */
  public @Nullable Double takeP99Millis() {
    Histogram histogram = recorder.getIntervalHistogram();
    return histogram.getTotalCount() == 0
        ? null
        : Double.valueOf(histogram.getValueAtPercentile(PERCENTILE) / NANOS_PER_MILLI);
  }

  /** Hangs up. */
  @Override
  public void close() {
    fleet.close();
  }

  /** Says when round trips have become too long: several in a row, or none for as long. */
  static final class Guard implements LongConsumer {
    private final long mostNanos;
    private volatile int slow;

    Guard(Duration most) {
      mostNanos = most.toNanos();
    }

    @Override
    public void accept(long nanos) {
      slow = nanos > mostNanos ? Math.min(slow + 1, SLOW_IN_A_ROW) : 0;
    }

    boolean reached(RoundTrips roundTrips) {
      return slow == SLOW_IN_A_ROW
          || roundTrips.silence().toNanos() > EVERY.toNanos() + SLOW_IN_A_ROW * mostNanos;
    }
  }
}
