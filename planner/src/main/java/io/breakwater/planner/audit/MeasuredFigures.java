package io.breakwater.planner.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
    Path journal = Files.isDirectory(file) ? file.resolve("journal.json") : file;
    try {
      JsonNode root = MAPPER.readTree(Files.readString(journal));
      JsonNode calibrated = root.path("connectRate");
      if (calibrated.isNumber()) {
        return Figure.given(calibrated.doubleValue(), "measured: " + journal);
      }
      return capacity(root)
          .map(rate -> Figure.given(rate, "measured: " + journal))
          .orElseThrow(() -> new IllegalArgumentException(journal + EXPECTED));
    } catch (IOException | JacksonException unreadable) {
      throw new IllegalArgumentException(journal + EXPECTED, unreadable);
    }
  }

  /** Returns the capacity that the first arm that has one was measured against. */
  private static Optional<Double> capacity(JsonNode journal) {
    for (JsonNode arm : journal.path("arms")) {
      JsonNode capacity = arm.path("result").path("capacityPerSecond");
      if (capacity.isNumber() && capacity.doubleValue() > 0) {
        return Optional.of(capacity.doubleValue());
      }
    }
    return Optional.empty();
  }
}
