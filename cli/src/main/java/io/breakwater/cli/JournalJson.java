package io.breakwater.cli;

import io.breakwater.journal.Environment;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Status;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Journals as {@code --json} prints them, and the journal of a run that never began. */
final class JournalJson {
  private JournalJson() {}

  /** Returns what {@code journal.json} holds. */
  static JsonNode of(Journal journal) {
    return JsonOutput.embed(JournalFile.toJson(journal));
  }

  /** Returns the journal of a run that was refused, with the reason. */
  static Journal aborted(String drill, String message) {
    Instant now = Instant.now();
    return new Journal(
        drill,
        Status.ABORTED,
        message,
        now,
        now,
        Environment.detect(null, null, Version.text()),
        Map.of(),
        null,
        List.of(),
        null);
  }

  /** Returns a tour: completed if all its runs are, aborted if one is, else failed. */
  static Map<String, Object> tour(List<Journal> runs) {
    List<Status> all = runs.stream().map(Journal::status).toList();
    String status =
        all.contains(Status.ABORTED)
            ? "aborted"
            : all.contains(Status.FAILED) ? "failed" : "completed";
    Map<String, Object> tour = new LinkedHashMap<>();
    tour.put("drill", "tour");
    tour.put("status", status);
    tour.put("runs", runs.stream().map(JournalJson::of).toList());
    return tour;
  }
}
