package io.breakwater.cli;

import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Jobs, runs and dead letters for a terminal. */
final class WorkTable {
  private static final int LONGEST = 44;

  /** Of a text that is cut: less says nothing. */
  private static final int SHORTEST = 8;

  private WorkTable() {}

  static String jobs(Iterable<JsonNode> jobs, Instant now, OptionalInt width) {
    List<String[]> rows = new ArrayList<>();
    for (JsonNode job : jobs) {
      rows.add(
          new String[] {
            text(job, "id"),
            text(job, "topic"),
            text(job, "state"),
            job.path("attempt").asInt(0) + "/" + job.path("maxAttempts").asInt(0),
            cut(text(job, "worker"), LONGEST),
            age(text(job, "updatedAt"), now)
          });
    }
    return fitted(rows, width, 4, "job", "topic", "state", "try", "worker", "changed");
  }

  static String runs(Iterable<JsonNode> runs, Instant now, OptionalInt width) {
    List<String[]> rows = new ArrayList<>();
    for (JsonNode run : runs) {
      rows.add(
          new String[] {
            text(run, "id"),
            text(run, "workflow") + " v" + run.path("definitionVersion").asInt(0),
            text(run, "state"),
            run.path("stepsEnded").asInt(0) + "/" + run.path("stepsTotal").asInt(0),
            age(text(run, "updatedAt"), now)
          });
    }
    return fitted(rows, width, 1, "run", "workflow", "state", "steps", "changed");
  }

  static String steps(JsonNode run, OptionalInt width) {
    List<String[]> rows = new ArrayList<>();
    run.path("steps")
        .properties()
        .forEach(
            step ->
                rows.add(
                    new String[] {
                      step.getKey(),
                      text(step.getValue(), "state"),
                      step.getValue().has("items")
                          ? step.getValue().path("items").asString("")
                          : "",
                      cut(step.getValue().path("error").path("message").asString(""), LONGEST)
                    }));
    return fitted(rows, width, 3, "step", "state", "jobs", "error");
  }

  static String letters(Iterable<JsonNode> letters, Instant now, OptionalInt width) {
    List<String[]> rows = new ArrayList<>();
    for (JsonNode letter : letters) {
      rows.add(
          new String[] {
            text(letter, "id"),
            text(letter.path("job"), "id"),
            text(letter.path("job"), "topic"),
            cut(text(letter, "reason"), LONGEST),
            age(text(letter, "at"), now)
          });
    }
    return fitted(rows, width, 3, "id", "job", "topic", "reason", "ended");
  }

  /**
   * Returns the table; where the terminal is too narrow for it, one column gives way: shortened, or
   * left out if too little of it would be left. Ids are whole always, for people copy them.
   */
  private static String fitted(
      List<String[]> rows, OptionalInt width, int yielding, String... headers) {
    String whole = table(rows, headers);
    int widest = whole.lines().mapToInt(String::length).max().orElse(0);
    int excess = widest - width.orElse(widest);
    if (rows.isEmpty() || excess <= 0) {
      return whole;
    }
    int longest = rows.stream().mapToInt(row -> row[yielding].length()).max().orElse(0);
    int left = longest - excess;
    if (left >= Math.max(SHORTEST, headers[yielding].length())) {
      return table(
          rows.stream().map(row -> with(row, yielding, cut(row[yielding], left))).toList(),
          headers);
    }
    return table(
        rows.stream().map(row -> without(row, yielding)).toList(), without(headers, yielding));
  }

  private static String[] with(String[] row, int column, String text) {
    String[] changed = row.clone();
    changed[column] = text;
    return changed;
  }

  private static String[] without(String[] row, int column) {
    return IntStream.range(0, row.length)
        .filter(i -> i != column)
        .mapToObj(i -> row[i])
        .toArray(String[]::new);
  }

  private static String table(List<String[]> rows, String... headers) {
    if (rows.isEmpty()) {
      return "none";
    }
    List<Column> columns =
        Stream.of(headers)
            .map(
                header ->
                    new Column()
                        .header(header)
                        .headerAlign(HorizontalAlign.LEFT)
                        .dataAlign(HorizontalAlign.LEFT)
                        .maxWidth(Integer.MAX_VALUE))
            .toList();
    return TextTable.ruled(columns, rows.toArray(Object[][]::new));
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  private static String cut(String text, int longest) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= longest ? line : line.substring(0, longest - 3) + "...";
  }

  private static String age(String time, Instant now) {
    try {
      Duration age = Duration.between(Instant.parse(time), now);
      double seconds = Math.max(0, age.toMillis() / 1e3);
      if (seconds < 60) {
        return (long) seconds + "s ago";
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
