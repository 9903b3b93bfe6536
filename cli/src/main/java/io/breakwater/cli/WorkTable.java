package io.breakwater.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Jobs, runs and dead letters for a terminal. */
final class WorkTable {
  private static final int LONGEST = 44;

  private WorkTable() {}

  static String jobs(Iterable<JsonNode> jobs, Instant now) {
    List<Object[]> rows = new ArrayList<>();
    for (JsonNode job : jobs) {
      rows.add(
          new Object[] {
            text(job, "id"),
            text(job, "topic"),
            text(job, "state"),
            job.path("attempt").asInt(0) + "/" + job.path("maxAttempts").asInt(0),
            cut(text(job, "worker")),
            age(text(job, "updatedAt"), now)
          });
    }
    return table(rows, "job", "topic", "state", "attempt", "worker", "changed");
  }

  static String runs(Iterable<JsonNode> runs, Instant now) {
    List<Object[]> rows = new ArrayList<>();
    for (JsonNode run : runs) {
      rows.add(
          new Object[] {
            text(run, "id"),
            text(run, "workflow") + " v" + run.path("definitionVersion").asInt(0),
            text(run, "state"),
            run.path("stepsEnded").asInt(0) + "/" + run.path("stepsTotal").asInt(0),
            age(text(run, "updatedAt"), now)
          });
    }
    return table(rows, "run", "workflow", "state", "steps", "changed");
  }

  static String steps(JsonNode run) {
    List<Object[]> rows = new ArrayList<>();
    run.path("steps")
        .properties()
        .forEach(
            step ->
                rows.add(
                    new Object[] {
                      step.getKey(),
                      text(step.getValue(), "state"),
                      step.getValue().has("items")
                          ? step.getValue().path("items").asString("")
                          : "",
                      cut(step.getValue().path("error").path("message").asString(""))
                    }));
    return table(rows, "step", "state", "jobs", "error");
  }

  static String letters(Iterable<JsonNode> letters, Instant now) {
    List<Object[]> rows = new ArrayList<>();
    for (JsonNode letter : letters) {
      rows.add(
          new Object[] {
            text(letter, "id"),
            text(letter.path("job"), "id"),
            text(letter.path("job"), "topic"),
            cut(text(letter, "reason")),
            age(text(letter, "at"), now)
          });
    }
    return table(rows, "id", "job", "topic", "reason", "ended");
  }

  private static String table(List<Object[]> rows, String... headers) {
    if (rows.isEmpty()) {
      return "none";
    }
    Column[] columns = new Column[headers.length];
    for (int i = 0; i < headers.length; i++) {
      columns[i] =
          new Column()
              .header(headers[i])
              .headerAlign(HorizontalAlign.LEFT)
              .dataAlign(HorizontalAlign.LEFT);
    }
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER,
        columns,
        rows.toArray(Object[][]::new));
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  private static String cut(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
  }

  private static String age(String time, Instant now) {
    try {
      Duration age = Duration.between(Instant.parse(time), now);
      double seconds = Math.max(0, age.toMillis() / 1e3);
      if (seconds < 60) {
        return String.format(Locale.ROOT, "%.1fs ago", seconds);
      }
      return seconds < 5_400
          ? (long) (seconds / 60) + "m ago"
          : seconds < 172_800
              ? (long) (seconds / 3_600) + "h ago"
              : (long) (seconds / 86_400) + "d ago";
    } catch (DateTimeParseException e) {
      return "";
    }
  }
}
