package io.breakwater.journal;

import static io.breakwater.journal.Timeline.Mark;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bins what happened into a {@link Timeline}. Events may be added in any order; a series for which
 * nothing was added is null in the timeline. Not thread-safe.
 */
public final class TimelineBuilder {
  private final Instant start;
  private final Duration bin;
  private final List<Instant> attempts = new ArrayList<>();
  private final List<Change> connections = new ArrayList<>();
  private final List<Change> readiness = new ArrayList<>();
  private final List<CpuBins.Sample> cpu = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();

  private record Change(Instant at, String replica, boolean on) {}

  /**
   * Creates a builder.
   *
   * @param start the zero of the timeline
   * @param bin the length of a bin, whole milliseconds
   * @throws IllegalArgumentException if the bin is shorter than a millisecond
   */
  public TimelineBuilder(Instant start, Duration bin) {
    if (bin.toMillis() < 1) {
      throw new IllegalArgumentException("bin must be at least 1 ms: " + bin);
    }
    this.start = start;
    this.bin = bin;
  }

  /** Adds an attempt that began at that time. */
  public TimelineBuilder attempt(Instant at) {
    attempts.add(at);
    return this;
  }

  /**
   * Adds that a replica was connected, or no longer, from that time on. Saying so twice counts
   * once, since jnats reports DISCONNECTED on every failed attempt. What happened before the start
   * decides how the timeline begins.
   */
  public TimelineBuilder connected(Instant at, String replica, boolean connected) {
    connections.add(new Change(at, replica, connected));
    return this;
  }

  /** Adds that a replica was ready, or no longer, from that time on. */
  public TimelineBuilder ready(Instant at, String replica, boolean ready) {
    readiness.add(new Change(at, replica, ready));
    return this;
  }

  /**
   * Adds how much processor time the broker had used since it started; null where none runs. A
   * total below the one before is another process: the time between the two is not measured.
   */
  public TimelineBuilder brokerCpu(Instant at, @Nullable Duration total) {
    cpu.add(new CpuBins.Sample(Duration.between(start, at).toNanos(), total));
    return this;
  }

  /** Adds a mark, such as {@link Timeline#BROKER_DOWN}. */
  public TimelineBuilder mark(String label, Instant at) {
    marks.add(new Mark(label, seconds(at)));
    return this;
  }

  /**
   * Returns the timeline from the start to {@code end}. The last bin may reach beyond it; what
   * happened there, such as what the end itself did, is left out.
   *
   * @throws IllegalArgumentException if the end is before the start
   */
  public Timeline build(Instant end) {
    if (end.isBefore(start)) {
      throw new IllegalArgumentException("end " + end + " is before start " + start);
    }
    int bins =
        Math.toIntExact(-Math.floorDiv(-Duration.between(start, end).toNanos(), bin.toNanos()));
    return new Timeline(
        Math.toIntExact(bin.toMillis()),
        attempts.isEmpty() ? null : counts(bins, end),
        connections.isEmpty() ? null : levels(connections, bins, end),
        readiness.isEmpty() ? null : levels(readiness, bins, end),
        cpu.isEmpty() ? null : CpuBins.of(cpu, bin.toNanos(), bins),
        null,
        marks.stream().sorted(Comparator.comparingDouble(Mark::atSeconds)).toList());
  }

  private List<@Nullable Integer> counts(int bins, Instant end) {
    int[] counts = new int[bins];
    for (Instant at : attempts) {
      long index = Math.floorDiv(Duration.between(start, at).toNanos(), bin.toNanos());
      if (index >= 0 && index < bins && !at.isAfter(end)) {
        counts[(int) index]++;
      }
    }
    List<@Nullable Integer> list = new ArrayList<>();
    for (int count : counts) {
      list.add(count);
    }
    return list;
  }

  private List<@Nullable Integer> levels(List<Change> changes, int bins, Instant end) {
    List<Change> sorted =
        changes.stream()
            .filter(change -> !change.at().isAfter(end))
            .sorted(Comparator.comparing(Change::at))
            .toList();
    Set<String> on = new HashSet<>();
    List<@Nullable Integer> levels = new ArrayList<>();
    int next = 0;
    for (int i = 1; i <= bins; i++) {
      Instant binEnd = start.plus(bin.multipliedBy(i));
      while (next < sorted.size() && sorted.get(next).at().isBefore(binEnd)) {
        Change change = sorted.get(next++);
        if (change.on()) {
          on.add(change.replica());
        } else {
          on.remove(change.replica());
        }
      }
      levels.add(on.size());
    }
    return levels;
  }

  private double seconds(Instant at) {
    return Duration.between(start, at).toNanos() / 1e9;
  }
}
