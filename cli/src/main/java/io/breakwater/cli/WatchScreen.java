package io.breakwater.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Jobs and runs on a terminal, kept up to date, and drawn once a second for the times in it.
 * Thread-safe.
 */
final class WatchScreen implements AutoCloseable {
  /** Of each kind: more would scroll away, and could not be drawn over. */
  private static final int SHOWN = 7;

  private final LiveTable table;
  private final Supplier<OptionalInt> width;
  private final Map<String, JsonNode> jobs = new LinkedHashMap<>();
  private final Map<String, JsonNode> runs = new LinkedHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "breakwater-watch-redraw");
            thread.setDaemon(true);
            return thread;
          });
  private String note = "waiting for the gateway";

  private OptionalInt columns;

  /**
   * Draws at once, and from then on.
   *
   * @param width is asked once a second how wide the terminal is; empty for no limit
   */
  WatchScreen(PrintWriter terminal, Supplier<OptionalInt> width) {
    table = new LiveTable(terminal);
    this.width = width;
    columns = width.get();
    draw();
    var unused = clock.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /** What is drawn for a change between two of these has the width of the one before. */
  private void tick() {
    OptionalInt now = width.get();
    synchronized (this) {
      columns = now;
      draw();
    }
  }

  /** Takes a job or a run as it is now; what is known of it already may be newer. */
  synchronized void change(boolean run, JsonNode data) {
    Map<String, JsonNode> kind = run ? runs : jobs;
    String id = data.path("id").asString("");
    JsonNode known = kind.get(id);
    if (known == null || !moment(known).isAfter(moment(data))) {
      // What changed last stands last.
      kind.remove(id);
      kind.put(id, data);
    }
    note = "";
    draw();
  }

  private static Instant moment(JsonNode data) {
    String text = data.path("updatedAt").asString("");
    return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
  }

  /** Shows a line under the tables until something changes. */
  synchronized void note(String line) {
    note = line;
    draw();
  }

  private synchronized void draw() {
    Instant now = Instant.now();
    List<String> parts = new ArrayList<>();
    if (!runs.isEmpty()) {
      parts.add(WorkTable.runs(last(runs), now, columns) + more(runs, "runs"));
    }
    if (!jobs.isEmpty()) {
      parts.add(WorkTable.jobs(last(jobs), now, columns) + more(jobs, "jobs"));
    }
    if (!note.isEmpty()) {
      parts.add(note);
    }
    table.draw(String.join("\n\n", parts), columns.orElse(Integer.MAX_VALUE));
  }

  private static List<JsonNode> last(Map<String, JsonNode> all) {
    List<JsonNode> values = List.copyOf(all.values());
    return values.subList(Math.max(0, values.size() - SHOWN), values.size());
  }

  private static String more(Map<String, JsonNode> all, String what) {
    return all.size() <= SHOWN ? "" : "\n(the last %d of %d %s)".formatted(SHOWN, all.size(), what);
  }

  /** Ends the drawing; what was drawn stays. */
  @Override
  public void close() {
    clock.shutdownNow();
  }
}
