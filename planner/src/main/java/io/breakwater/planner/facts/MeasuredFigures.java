package io.breakwater.planner.facts;

import io.breakwater.journal.Arm;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalException;
import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** C from a file that {@code calibrate --json} or a drill has written. */
public final class MeasuredFigures {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String EXPECTED =
      ": expected the output of calibrate --json, or a journal.json with capacityPerSecond";

  private MeasuredFigures() {}

  /**
   * Returns C as it was measured.
   *
   * @param file a file, or the folder of a run
   * @throws IllegalArgumentException if the file cannot be read or has no C; one line
   */
  public static Figure connectRate(Path file) {
    Path written = Files.isDirectory(file) ? file.resolve(JournalFile.NAME) : file;
    try {
      JsonNode calibrated = MAPPER.readTree(Files.readString(written)).path("connectRate");
      OptionalDouble rate =
          calibrated.isNumber()
              ? OptionalDouble.of(calibrated.doubleValue())
              : capacity(JournalFile.read(written));
      return Figure.given(
          rate.orElseThrow(() -> new IllegalArgumentException(written + EXPECTED)),
          "measured: " + written);
    } catch (IOException | JacksonException | JournalException unreadable) {
      throw new IllegalArgumentException(written + EXPECTED, unreadable);
    }
  }

  /** Returns the capacity that the first arm that has one was measured against. */
  private static OptionalDouble capacity(Journal journal) {
    for (Arm arm : journal.arms()) {
      Result result = arm.result();
      Double capacity = result == null ? null : result.capacityPerSecond();
      if (capacity != null) {
        return OptionalDouble.of(capacity);
      }
    }
    return OptionalDouble.empty();
  }
}
