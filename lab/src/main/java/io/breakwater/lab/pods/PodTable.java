package io.breakwater.lab.pods;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of {@code kubectl get pods}, once or as a watch. A watch reserves room for the longest
 * status and restart texts, so that its lines stay aligned; it is for one thread.
 */
public final class PodTable {

  private static final List<String> HEADER = List.of("NAME", "READY", "STATUS", "RESTARTS", "AGE");
  private static final int GAP = 3;

  private final int[] widths;
  private final Map<String, List<String>> shown = new HashMap<>();

  private PodTable(int[] widths) {
    this.widths = widths;
  }

  /** Returns the whole table, one line per pod below the header, without a final newline. */
  public static String render(Collection<PodStatus> pods, Instant now) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    pods.forEach(pod -> rows.add(cells(pod, now)));
    int[] widths = new int[HEADER.size()];
    rows.forEach(row -> widen(widths, row));
    return String.join("\n", rows.stream().map(row -> line(widths, row)).toList());
  }

  /** Returns a watch over pods with those names. */
  public static PodTable watch(Collection<String> names) {
    int[] widths = new int[HEADER.size()];
    widen(widths, HEADER);
    names.forEach(name -> widen(widths, List.of(name)));
    widen(widths, List.of("", "", PodState.CONTAINER_CREATING.toString(), "10 (100s ago)"));
    return new PodTable(widths);
  }

  /** Returns the header line of a watch. */
  public String header() {
    return line(widths, HEADER);
  }

  /** Returns the line of a pod if its readiness, status or restarts changed since its last line. */
  public Optional<String> update(PodStatus pod, Instant now) {
    List<String> state =
        List.of(ready(pod), pod.state().toString(), Integer.toString(pod.restarts()));
    if (state.equals(shown.put(pod.name(), state))) {
      return Optional.empty();
    }
    List<String> cells = cells(pod, now);
    widen(widths, cells);
    return Optional.of(line(widths, cells));
  }

  private static List<String> cells(PodStatus pod, Instant now) {
    return List.of(
        pod.name(),
        ready(pod),
        pod.state().toString(),
        restarts(pod, now),
        HumanDuration.format(pod.age(now)));
  }

  private static String ready(PodStatus pod) {
    return pod.ready() ? "1/1" : "0/1";
  }

  private static String restarts(PodStatus pod, Instant now) {
    Instant finished = pod.lastFinished();
    if (pod.restarts() == 0 || finished == null) {
      return Integer.toString(pod.restarts());
    }
    return pod.restarts() + " (" + HumanDuration.format(Duration.between(finished, now)) + " ago)";
  }

  private static void widen(int[] widths, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      widths[i] = Math.max(widths[i], cells.get(i).length());
    }
  }

  private static String line(int[] widths, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(cells.get(i));
      if (i < cells.size() - 1) {
        line.append(" ".repeat(widths[i] + GAP - cells.get(i).length()));
      }
    }
    return line.toString();
  }
}
