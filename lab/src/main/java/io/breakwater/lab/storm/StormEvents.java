package io.breakwater.lab.storm;

import io.breakwater.journal.EventWriter;
import io.breakwater.journal.JournalException;
import io.breakwater.journal.RunEvent;
import io.breakwater.lab.light.AttemptLog;
import io.breakwater.lab.light.SteadyClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log of a fleet as lines of {@code events.jsonl}, one at a time: an attempt stands where it
 * began, and each line is made when it is written. Their types and attributes are those of a
 * service's own event file, and when the server said INFO.
 */
public final class StormEvents {
  /** Some 40 MB; a fleet that never comes back must not fill the disk. */
  private static final int MOST = 250_000;

  private final String arm;
  private final AttemptLog log;

  /**
   * Writes what a fleet went through in an arm; never fails for it.
   *
   * @return what the journal has to say of it: that lines are missing, or nothing
   */
  public static List<String> write(String arm, AttemptLog log, EventWriter events) {
    // An interrupt would close the file; it is kept for whoever waits next.
    boolean interrupted = Thread.interrupted();
    try {
      int leftOut = new StormEvents(arm, log).write(events, MOST);
      return leftOut == 0
          ? List.of()
          : List.of(
              "events.jsonl has the first %d events, %d more happened.".formatted(MOST, leftOut));
    } catch (JournalException e) {
      return List.of("events.jsonl is not whole: " + e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  StormEvents(String arm, AttemptLog log) {
    this.arm = arm;
    this.log = log;
  }

  /**
   * Writes the events, so many at most.
   *
   * @return how many there were beyond that
   * @throws io.breakwater.journal.JournalException if the file cannot be written
   */
  int write(EventWriter events, int most) {
    int attempts = log.attempts();
    int changes = log.changes();
    int attempt = 0;
    int change = 0;
    while (attempt + change < Math.min(most, attempts + changes)) {
      boolean attemptIsNext =
          change == changes
              || (attempt < attempts
                  && log.attempt(attempt).startedAt() <= log.change(change).at());
      events.append(
          attemptIsNext ? attempted(log.attempt(attempt++)) : changed(log.change(change++)));
    }
    return attempts + changes - attempt - change;
  }

  private RunEvent attempted(AttemptLog.Attempt attempt) {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    attributes.put("startedAt", SteadyClock.instant(attempt.startedAt()).toString());
    if (attempt.untilInfo() != null) {
      attributes.put("infoMillis", attempt.untilInfo().toMillis());
    }
    long ended = attempt.startedAt();
    if (attempt.outcome() != null && attempt.took() != null) {
      ended += attempt.took().toNanos();
      attributes.put("outcome", attempt.outcome().name());
      attributes.put("tookMillis", attempt.took().toMillis());
    }
    return new RunEvent(
        SteadyClock.instant(ended), source(attempt.replica()), "attempted", attributes);
  }

  private RunEvent changed(AttemptLog.Change change) {
    return new RunEvent(
        SteadyClock.instant(change.at()),
        source(change.replica()),
        change.connected() ? "connected" : "disconnected",
        Map.of());
  }

  private String source(int replica) {
    return arm + "/storm-" + replica;
  }
}
