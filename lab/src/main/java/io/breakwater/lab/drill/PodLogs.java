package io.breakwater.lab.drill;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** What the pods of one arm printed, one file each. */
final class PodLogs {
  private static final int TAIL_BYTES = 8_192;
  private static final int LONGEST = 200;

  private final Path folder;

  PodLogs(Path folder) {
    this.folder = folder;
  }

  Path file(String pod) {
    return folder.resolve(pod + ".log");
  }

  /** Returns the last line that says something, cut to a length that fits in a sentence. */
  Optional<String> lastLine(String pod) {
    try (RandomAccessFile log = new RandomAccessFile(file(pod).toFile(), "r")) {
      log.seek(Math.max(0, log.length() - TAIL_BYTES));
      byte[] tail = new byte[(int) (log.length() - log.getFilePointer())];
      log.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8)
          .lines()
          // The frames of a stack trace are indented; its head is what says something.
          .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
          .reduce((first, last) -> last)
          .map(String::strip)
          .map(line -> line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
