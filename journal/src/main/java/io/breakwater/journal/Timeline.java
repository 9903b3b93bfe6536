package io.breakwater.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an arm went over time, in bins of equal length; bin {@code i} covers {@code [i * binMillis,
 * (i + 1) * binMillis)} from the start of the arm. A series that was not measured is null; a bin
 * that was not measured is a null in it.
 *
 * @param binMillis the length of a bin; positive
 * @param attempts attempts that began in the bin
 * @param connected replicas that were connected at the end of the bin
 * @param ready replicas that were ready at the end of the bin
 * @param brokerCpu processors that the broker kept busy in the bin, on average
 * @param messages how messages went; null where the drill is not about them
 * @param jobs how jobs and steps of workflows went; null where the drill is not about them
 * @param marks what happened when, such as {@link #BROKER_DOWN}
 */
public record Timeline(
    int binMillis,
    @Nullable List<@Nullable Integer> attempts,
    @Nullable List<@Nullable Integer> connected,
    @Nullable List<@Nullable Integer> ready,
    @Nullable List<@Nullable Double> brokerCpu,
    @Nullable Messages messages,
    @Nullable Jobs jobs,
    List<Mark> marks) {

  /** The label of the mark at which the broker went down. */
  public static final String BROKER_DOWN = "broker down";

  /** The label of the mark at which the broker was back. */
  public static final String BROKER_UP = "broker up";

  /**
   * A moment worth a line in a chart.
   *
   * @param label what happened
   * @param atSeconds when, from the start of the arm
   */
  public record Mark(String label, double atSeconds) {}

  /**
   * Messages over time.
   *
   * @param accepted messages that were accepted in the bin
   * @param arrived messages that the broker had, or handed on, in the bin
   * @param held messages that were held at the end of the bin
   */
  public record Messages(
      @Nullable List<@Nullable Integer> accepted,
      @Nullable List<@Nullable Integer> arrived,
      @Nullable List<@Nullable Integer> held) {

    /** Copies the lists. */
    public Messages {
      accepted = copy(accepted);
      arrived = copy(arrived);
      held = copy(held);
    }
  }

  /**
   * Jobs over time, and runs of workflows.
   *
   * @param submitted jobs and runs that were accepted in the bin
   * @param finished executions of jobs, and of steps, that were answered in the bin
   */
  public record Jobs(
      @Nullable List<@Nullable Integer> submitted, @Nullable List<@Nullable Integer> finished) {

    /** Copies the lists. */
    public Jobs {
      submitted = copy(submitted);
      finished = copy(finished);
    }
  }

  /** Makes a timeline of a drill that is not about jobs. */
  public Timeline(
      int binMillis,
      @Nullable List<@Nullable Integer> attempts,
      @Nullable List<@Nullable Integer> connected,
      @Nullable List<@Nullable Integer> ready,
      @Nullable List<@Nullable Double> brokerCpu,
      @Nullable Messages messages,
      List<Mark> marks) {
    this(binMillis, attempts, connected, ready, brokerCpu, messages, null, marks);
  }

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if binMillis is not positive
   */
  public Timeline {
    if (binMillis < 1) {
      throw new IllegalArgumentException("binMillis must be positive: " + binMillis);
    }
    attempts = copy(attempts);
    connected = copy(connected);
    ready = copy(ready);
    brokerCpu = copy(brokerCpu);
    marks = marks == null ? List.of() : List.copyOf(marks);
  }

  /** Returns this timeline with those marks. */
  public Timeline withMarks(List<Mark> others) {
    return new Timeline(binMillis, attempts, connected, ready, brokerCpu, messages, jobs, others);
  }

  /** Returns where the longest of its series ends, in seconds. */
  public double endSeconds() {
    int bins =
        Stream.of(
                attempts,
                connected,
                ready,
                brokerCpu,
                messages == null ? null : messages.arrived(),
                jobs == null ? null : jobs.submitted(),
                jobs == null ? null : jobs.finished())
            .filter(Objects::nonNull)
            .mapToInt(List::size)
            .max()
            .orElse(0);
    return bins * binMillis / 1000.0;
  }

  /** Returns when the first mark of that label is, in seconds; null if there is none. */
  public @Nullable Double at(String label) {
    return marks.stream()
        .filter(mark -> mark.label().equals(label))
        .map(Mark::atSeconds)
        .findFirst()
        .orElse(null);
  }

  /** Returns from when to when the broker was down, in seconds; an end that is missing is null. */
  public List<List<@Nullable Double>> outages() {
    List<List<@Nullable Double>> outages = new ArrayList<>();
    Double down = null;
    for (Mark mark : marks) {
      if (mark.label().equals(BROKER_DOWN)) {
        down = mark.atSeconds();
      } else if (mark.label().equals(BROKER_UP) && down != null) {
        outages.add(List.of(down, mark.atSeconds()));
        down = null;
      }
    }
    if (down != null) {
      outages.add(Arrays.asList(down, null));
    }
    return List.copyOf(outages);
  }

  private static <T> @Nullable List<@Nullable T> copy(@Nullable List<@Nullable T> series) {
    return series == null ? null : Collections.unmodifiableList(new ArrayList<>(series));
  }
}
