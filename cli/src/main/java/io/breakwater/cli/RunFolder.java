package io.breakwater.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;

/** Where a run is written. */
final class RunFolder {
  private static final Path RUNS = Path.of("breakwater-runs");
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private RunFolder() {}

  /** Returns the folder for a run that was given none. */
  static Path named(String drill, LocalDateTime now) {
    return RUNS.resolve(STAMP.format(now) + "-" + drill);
  }

  /**
   * Makes sure that the folder is there, is empty and can be written to: what an earlier run left
   * would be read as a part of this one.
   *
   * @throws IllegalArgumentException if it cannot be had; the message is one line
   */
  static void prepare(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".writable", ""));
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException("--out " + folder + ": is a file, expected a folder", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--out %s: cannot be written (%s), expected a folder that can"
              .formatted(folder, e.getClass().getSimpleName()),
          e);
    }
    try (Stream<Path> content = Files.list(folder)) {
      if (content.findAny().isPresent()) {
        throw new IllegalArgumentException(
            "--out " + folder + ": is not empty, expected a new or an empty folder");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("--out " + folder + ": cannot be read", e);
    }
  }
}
