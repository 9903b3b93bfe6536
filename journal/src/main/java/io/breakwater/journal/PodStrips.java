package io.breakwater.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The pods of an arm as rows of a table with a strip each: which status it had when. */
final class PodStrips {
  private PodStrips() {}

  /** A row; texts as the table prints them. */
  record Row(
      PodRow pod, String ready, String age, String backOff, String readyAfter, Strip strip) {}

  /** What a strip shows: segments and the time without a broker. */
  record Strip(List<Segment> segments, List<Segment> downs) {}

  /** From where to where, in percent of the strip; the kind is a CSS class. */
  record Segment(String kind, String title, String left, String width) {}

  /** Returns the end of the strips, in seconds, so that those of all arms share one scale. */
  static double end(List<Arm> arms) {
    double end = 1;
    for (Arm arm : arms) {
      Timeline timeline = arm.timeline();
      if (timeline != null) {
        end = Math.max(end, timeline.endSeconds());
      }
      for (PodRow pod : arm.pods()) {
        end = pod.phases().stream().mapToDouble(PodRow.Phase::fromSeconds).reduce(end, Math::max);
      }
    }
    return end;
  }

  static List<Row> of(Arm arm, double end) {
    List<Segment> downs = downs(arm, end);
    return arm.pods().stream()
        .map(
            pod ->
                new Row(
                    pod,
                    pod.ready() ? "1/1" : "0/1",
                    seconds(pod.ageSeconds()),
                    seconds(pod.crashLoopBackOffSeconds()),
                    seconds(pod.readyAfterSeconds()),
                    new Strip(segments(pod.phases(), end), downs)))
        .toList();
  }

  /** A drill with many faults has them in its timeline alone. */
  private static List<Segment> downs(Arm arm, double end) {
    Result result = arm.result();
    Double from = result == null ? null : result.brokerDownAtSeconds();
    Double to = result == null ? null : result.brokerUpAtSeconds();
    if (from != null && to != null) {
      return List.of(segment("down", "broker down", from, to, end));
    }
    Timeline timeline = arm.timeline();
    return timeline == null
        ? List.of()
        : timeline.outages().stream()
            .map(outage -> outage(outage.get(0), outage.get(1), timeline.jobs() != null, end))
            .toList();
  }

  private static Segment outage(
      @Nullable Double from, @Nullable Double to, boolean fault, double end) {
    return segment(
        "down",
        fault ? "fault" : "broker down",
        from == null ? 0 : from,
        to == null ? end : to,
        end);
  }

  private static List<Segment> segments(List<PodRow.Phase> phases, double end) {
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < phases.size(); i++) {
      double to = i + 1 < phases.size() ? phases.get(i + 1).fromSeconds() : end;
      PodRow.Phase phase = phases.get(i);
      segments.add(segment(kind(phase.status()), phase.status(), phase.fromSeconds(), to, end));
    }
    return segments;
  }

  private static String kind(String status) {
    return switch (status) {
      case "Ready" -> "ready";
      case "Running" -> "running";
      case "CrashLoopBackOff" -> "backoff";
      default -> "other";
    };
  }

  private static Segment segment(String kind, String title, double from, double to, double end) {
    double start = Math.max(0, Math.min(from, end));
    double stop = Math.max(start, Math.min(to, end));
    String when =
        "%s, %s to %s".formatted(title, Unit.SECONDS.format(from), Unit.SECONDS.format(to));
    return new Segment(kind, when, percent(start / end), percent((stop - start) / end));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.3f%%", 100 * share);
  }

  private static String seconds(@Nullable Double value) {
    return value == null ? ArmsTable.NOT_MEASURED : Unit.SECONDS.format(value);
  }
}
