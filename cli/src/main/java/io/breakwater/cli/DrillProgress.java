package io.breakwater.cli;

import io.breakwater.lab.drill.DrillListener;
import io.breakwater.lab.pods.PodEvent;
import io.breakwater.lab.pods.PodTable;
import io.breakwater.policy.DurationText;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows a drill while it runs: arms and what came of them as lines, the phases as a bar on a
 * terminal and as lines elsewhere, and, if asked for, the pods as {@code kubectl get pods -w}
 * would.
 */
final class DrillProgress implements DrillListener, AutoCloseable {
  private final PrintWriter out;
  private final @Nullable StatusBar bar;
  private final List<String> podNames;
  private @Nullable PodTable pods;

  /**
   * Makes one.
   *
   * @param out where to
   * @param terminal whether that is one
   * @param podNames the pods to show; none for no table
   */
  DrillProgress(PrintWriter out, boolean terminal, List<String> podNames) {
    this.out = out;
    bar = terminal ? new StatusBar(out) : null;
    this.podNames = List.copyOf(podNames);
  }

  @Override
  public void armStarted(String arm, int number, int of) {
    line("");
    line("arm %d of %d: %s".formatted(number, of, arm));
    if (!podNames.isEmpty()) {
      pods = PodTable.watch(podNames);
      line(pods.header());
    }
  }

  @Override
  public void phase(String text, Duration limit) {
    if (bar != null) {
      bar.begin(text, limit);
    } else {
      line("-- " + text + " (at most " + DurationText.format(limit) + ")");
    }
  }

  @Override
  public void note(String text) {
    line(text);
  }

  @Override
  public void pod(PodEvent event) {
    if (pods != null) {
      pods.update(event.pod(), event.at()).ifPresent(this::line);
    }
  }

  @Override
  public void armEnded(String arm, String finding) {
    line(arm + ": " + finding);
  }

  private void line(String text) {
    if (bar != null) {
      bar.print(text);
    } else {
      out.println(text);
    }
  }

  /** Removes the bar; lines stay. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
