package io.breakwater.lab.calibrate;

import io.breakwater.lab.light.AttemptLog;
import io.breakwater.policy.AttemptOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the log of handshakes says; pure. */
final class HandshakeCost {
  private static final double NANOS_PER_MILLI = 1e6;

  private HandshakeCost() {}

  /** Returns the medians of those that connected; zero where there was none. */
  static Calibration.Cost of(AttemptLog log) {
    List<Long> tcp = new ArrayList<>();
    List<Long> tls = new ArrayList<>();
    List<Long> authentication = new ArrayList<>();
    for (int i = 0; i < log.attempts(); i++) {
      AttemptLog.Attempt attempt = log.attempt(i);
      Duration info = attempt.untilInfo();
      Duration took = attempt.took();
      if (attempt.outcome() != AttemptOutcome.CONNECTED || info == null || took == null) {
        continue;
      }
      tcp.add(info.toNanos());
      Duration secured = attempt.untilSecured();
      if (secured != null) {
        tls.add(secured.minus(info).toNanos());
      }
      authentication.add(took.minus(secured == null ? info : secured).toNanos());
    }
    Double zero = 0.0;
    return new Calibration.Cost(
        orElse(medianMillis(tcp), zero),
        medianMillis(tls),
        orElse(medianMillis(authentication), zero));
  }

  private static double orElse(@Nullable Double value, double other) {
    return value == null ? other : value;
  }

  private static @Nullable Double medianMillis(List<Long> nanos) {
    if (nanos.isEmpty()) {
      return null;
    }
    Collections.sort(nanos);
    return nanos.get(nanos.size() / 2) / NANOS_PER_MILLI;
  }

  /** Returns when those that connected had ended, sorted, without the first so many. */
  static List<Long> ends(AttemptLog log, int without) {
    List<Long> ends = new ArrayList<>();
    for (int i = 0; i < log.changes(); i++) {
      AttemptLog.Change change = log.change(i);
      if (change.connected()) {
        ends.add(change.at());
      }
    }
    Collections.sort(ends);
    return new ArrayList<>(ends.subList(Math.min(without, ends.size()), ends.size()));
  }
}
