package io.breakwater.lab.services;

import io.breakwater.journal.Timeline;
import io.breakwater.lab.history.Entry;
import io.breakwater.lab.history.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Times and rates of a history; pure.
 *
 * @param entries the history, in order
 */
record Seen(List<Entry> entries) {
  /** A rate over less than that is chance. */
  private static final double LEAST_SECONDS = 1;

  private static final int BIN_MILLIS = 1_000;

  /** Copies the list. */
  Seen {
    entries = List.copyOf(entries);
  }

  private static boolean dispatched(Event event) {
    return event instanceof Event.ExecutionBegan;
  }

  private static boolean finished(Event event) {
    return event instanceof Event.ExecutionEnded ended && ended.outcome() == Event.Outcome.ANSWERED;
  }

  /** Returns if a job has come to a good end, as a client sees it. */
  boolean anySucceeded() {
    return entries.stream()
        .anyMatch(
            entry -> entry.event() instanceof Event.Observed it && it.state().equals("SUCCEEDED"));
  }

  /** Returns how many different jobs were submitted. */
  long jobsSubmitted() {
    return entries.stream()
        .map(Entry::event)
        .filter(event -> event instanceof Event.Submitted it && it.workflow() == null)
        .map(event -> ((Event.Submitted) event).token())
        .distinct()
        .count();
  }

  /** Returns the seconds until an execution began; null if none has. */
  @Nullable Double dispatchedAfter(Instant moment) {
    return after(moment, Seen::dispatched);
  }

  /** Returns the seconds until an execution was answered; null if none was. */
  @Nullable Double finishedAfter(Instant moment) {
    return after(moment, Seen::finished);
  }

  private @Nullable Double after(Instant moment, Predicate<Event> what) {
    return entries.stream()
        .filter(entry -> !entry.at().isBefore(moment) && what.test(entry.event()))
        .findFirst()
        .map(entry -> seconds(moment, entry.at()))
        .orElse(null);
  }

  /** Returns the executions answered per second; null for less than a second. */
  @Nullable Double finishedPerSecond(Instant from, Instant to) {
    double seconds = seconds(from, to);
    if (seconds < LEAST_SECONDS) {
      return null;
    }
    long count =
        entries.stream()
            .filter(entry -> finished(entry.event()))
            .filter(entry -> !entry.at().isBefore(from) && entry.at().isBefore(to))
            .count();
    return count / seconds;
  }

  /** Returns the series of a timeline, without its marks. */
  Timeline timeline(Instant start, Instant end) {
    int bins = (int) (Duration.between(start, end).toMillis() / BIN_MILLIS) + 1;
    return new Timeline(
        BIN_MILLIS,
        null,
        null,
        null,
        null,
        null,
        new Timeline.Jobs(
            bins(start, bins, event -> event instanceof Event.Accepted it && !it.replayed()),
            bins(start, bins, Seen::finished)),
        List.of());
  }

  private List<@Nullable Integer> bins(Instant start, int bins, Predicate<Event> what) {
    List<@Nullable Integer> counts = new ArrayList<>(Collections.nCopies(bins, 0));
    for (Entry entry : entries) {
      long bin = Math.floorDiv(Duration.between(start, entry.at()).toMillis(), BIN_MILLIS);
      Integer before = bin >= 0 && bin < bins ? counts.get((int) bin) : null;
      if (before != null && what.test(entry.event())) {
        counts.set((int) bin, before + 1);
      }
    }
    return counts;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
