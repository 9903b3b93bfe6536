package io.breakwater.cli;

import io.breakwater.journal.Arm;
import io.breakwater.journal.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The attempts of arms over time, one line each, on one scale. */
final class AttemptsChart {
  private static final int COLUMNS = 60;

  private AttemptsChart() {}

  /** Returns the lines; none if no arm recorded its attempts. */
  static List<String> lines(List<Arm> arms) {
    List<Arm> recorded =
        arms.stream().filter(arm -> arm.timeline() != null && attempts(arm) != null).toList();
    if (recorded.isEmpty()) {
      return List.of();
    }
    int longest = recorded.stream().mapToInt(arm -> bins(arm).size()).max().orElse(1);
    int top = Math.max(1, recorded.stream().mapToInt(AttemptsChart::peak).max().orElse(1));
    int width = recorded.stream().mapToInt(arm -> arm.name().length()).max().orElse(0);
    int binMillis = Objects.requireNonNull(recorded.get(0).timeline()).binMillis();
    int perColumn = Math.max(1, (longest + COLUMNS - 1) / COLUMNS);
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Attempts per %d ms from broker-down on; a column is %.1f s, its largest step",
            binMillis,
            perColumn * binMillis / 1e3));
    lines.add("(a wave may lie across two fixed steps: what counts is the most in any 100 ms)");
    for (Arm arm : recorded) {
      lines.add(
          "  %s  %s  most %d"
              .formatted(
                  pad(arm.name(), width), Sparkline.of(bins(arm), perColumn, top), most(arm)));
    }
    return lines;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  /** What the table says: a fixed step may cut a wave in two. */
  private static int most(Arm arm) {
    Integer counted = arm.result() == null ? null : arm.result().peakAttemptsPer100ms();
    return counted == null ? peak(arm) : counted;
  }

  private static int peak(Arm arm) {
    return bins(arm).stream().filter(Objects::nonNull).mapToInt(Integer::intValue).max().orElse(0);
  }

  /** From the broker's death on: the attempts of the start before it are another matter. */
  private static List<@Nullable Integer> bins(Arm arm) {
    Timeline timeline = Objects.requireNonNull(arm.timeline());
    List<@Nullable Integer> all = Objects.requireNonNull(timeline.attempts());
    Double down = timeline.at(Timeline.BROKER_DOWN);
    int from = down == null ? 0 : (int) (down * 1000 / timeline.binMillis());
    return all.subList(Math.min(from, all.size()), all.size());
  }

  private static @Nullable List<@Nullable Integer> attempts(Arm arm) {
    Timeline timeline = arm.timeline();
    return timeline == null ? null : timeline.attempts();
  }
}
