package io.breakwater.journal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends {@link RunEvent}s to {@code events.jsonl}, one JSON object per line. Thread-safe. */
public final class EventWriter implements AutoCloseable {
  private final Path file;
  private final BufferedWriter out;

  /**
   * Opens the file for appending, and creates it and its folder if they are missing.
   *
   * @throws JournalException if that fails
   */
  public EventWriter(Path file) {
    this.file = file;
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      out =
          Files.newBufferedWriter(
              file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new JournalException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Appends one line and hands it to the operating system, so that it outlives this process.
   *
   * @throws JournalException if it cannot be written, for one because this writer is closed
   */
  public void append(RunEvent event) {
    String line = Json.MAPPER.writeValueAsString(event) + "\n";
    synchronized (this) {
      try {
        out.write(line);
        out.flush();
      } catch (IOException e) {
        throw new JournalException(file + ": cannot be written: " + e.getMessage(), e);
      }
    }
  }

  /** Closes the file. */
  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new JournalException(file + ": cannot be closed: " + e.getMessage(), e);
    }
  }
}
