package io.breakwater.lab.services;

import io.breakwater.journal.Timeline;
import io.breakwater.lab.history.Entry;
import io.breakwater.lab.history.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    return firstSubmitted(it -> it.workflow() == null).size();
  }

  /**
   * Returns the seconds from the end of a fault until a worker began something that was first
   * submitted since the fault began, and that none had begun before its end; null if none has. What
   * a worker had in its hands when the fault began says nothing of who gives it more.
   */
  @Nullable Double dispatchedAfter(Instant faultBegan, Instant faultEnded) {
    Map<String, Instant> submitted = firstSubmitted(it -> true);
    return firstBegun().entrySet().stream()
        .filter(it -> !it.getValue().isBefore(faultEnded))
        .filter(it -> !submitted.getOrDefault(it.getKey(), Instant.MIN).isBefore(faultBegan))
        .map(Map.Entry::getValue)
        .min(Comparator.naturalOrder())
        .map(first -> seconds(faultEnded, first))
        .orElse(null);
  }

  /** Returns the jobs, not the steps of runs, that were first begun in that time, per second. */
  @Nullable Double jobsBegunPerSecond(Instant from, Instant to) {
    double seconds = seconds(from, to);
    if (seconds < LEAST_SECONDS) {
      return null;
    }
    Set<String> jobs = firstSubmitted(it -> it.workflow() == null).keySet();
    return firstBegun().entrySet().stream()
            .filter(it -> jobs.contains(it.getKey()))
            .filter(it -> !it.getValue().isBefore(from) && it.getValue().isBefore(to))
            .count()
        / seconds;
  }

  /**
   * Returns when jobs were begun that were accepted before a moment and begun after it, in order.
   */
  List<Instant> begunOfBacklog(Instant moment) {
    Map<String, String> calls = new HashMap<>();
    Set<String> waiting = new HashSet<>();
    for (Entry entry : entries) {
      if (entry.event() instanceof Event.Submitted it && it.workflow() == null) {
        calls.put(it.call(), it.token());
      } else if (entry.event() instanceof Event.Accepted it
          && entry.at().isBefore(moment)
          && calls.containsKey(it.call())) {
        waiting.add(calls.get(it.call()));
      }
    }
    return firstBegun().entrySet().stream()
        .filter(it -> waiting.contains(it.getKey()) && !it.getValue().isBefore(moment))
        .map(Map.Entry::getValue)
        .sorted()
        .toList();
  }

  /** By token. */
  private Map<String, Instant> firstBegun() {
    Map<String, Instant> begun = new HashMap<>();
    for (Entry entry : entries) {
      if (entry.event() instanceof Event.ExecutionBegan it) {
        begun.putIfAbsent(it.token(), entry.at());
      }
    }
    return begun;
  }

  /** By token. */
  private Map<String, Instant> firstSubmitted(Predicate<Event.Submitted> which) {
    Map<String, Instant> submitted = new HashMap<>();
    for (Entry entry : entries) {
      if (entry.event() instanceof Event.Submitted it && which.test(it)) {
        submitted.putIfAbsent(it.token(), entry.at());
      }
    }
    return submitted;
  }

  /**
   * Returns the seconds until an execution was answered of work that was first submitted after that
   * moment; null if none was.
   */
  @Nullable Double newWorkFinishedAfter(Instant moment) {
    Set<String> executions = executionsOfWorkSince(moment);
    return after(
        moment,
        event ->
            finished(event) && executions.contains(((Event.ExecutionEnded) event).execution()));
  }

  private Set<String> executionsOfWorkSince(Instant moment) {
    Set<String> before = new HashSet<>();
    Set<String> executions = new HashSet<>();
    for (Entry entry : entries) {
      if (entry.event() instanceof Event.Submitted it && entry.at().isBefore(moment)) {
        before.add(it.token());
      } else if (entry.event() instanceof Event.ExecutionBegan it && !before.contains(it.token())) {
        executions.add(it.execution());
      }
    }
    return executions;
  }

  private @Nullable Double after(Instant moment, Predicate<Event> what) {
    return entries.stream()
        .filter(entry -> !entry.at().isBefore(moment) && what.test(entry.event()))
        .findFirst()
        .map(entry -> seconds(moment, entry.at()))
        .orElse(null);
  }

  /**
   * Returns the longest time in seconds without an execution that was answered, from a moment until
   * the last submission; null if nothing was submitted after it.
   */
  @Nullable Double longestStallAfter(Instant moment) {
    Instant end = moment;
    for (Entry entry : entries) {
      if (entry.event() instanceof Event.Submitted && entry.at().isAfter(end)) {
        end = entry.at();
      }
    }
    if (!end.isAfter(moment)) {
      return null;
    }
    Instant last = moment;
    double longest = 0;
    for (Entry entry : entries) {
      if (finished(entry.event()) && entry.at().isAfter(moment) && entry.at().isBefore(end)) {
        longest = Math.max(longest, seconds(last, entry.at()));
        last = entry.at();
      }
    }
    return Math.max(longest, seconds(last, end));
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
