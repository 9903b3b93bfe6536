package io.breakwater.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads {@code events.jsonl}. */
public final class EventsFile {

  /** The file's name in the folder of a run. */
  public static final String NAME = "events.jsonl";

  private EventsFile() {}

  /**
   * Reads all events in the order of the file. A last line without its line end is what a writer
   * that was killed leaves behind, and is passed over; so are empty lines.
   *
   * @throws JournalException if the file is missing or unreadable, or if a line is not an event
   */
  public static List<RunEvent> read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new JournalException(file + ": no such file, expected JSON lines of events", e);
    } catch (IOException e) {
      throw new JournalException(file + ": cannot be read: " + e.getMessage(), e);
    }
    List<RunEvent> events = new ArrayList<>();
    int number = 0;
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      number++;
      if (!line.isBlank()) {
        events.add(parse(file, number, line));
      }
    }
    return List.copyOf(events);
  }

  /**
   * Returns the event of one line.
   *
   * @throws JournalException if the line is not an event
   */
  public static RunEvent event(String line) {
    return parse(Path.of(NAME), 1, line);
  }

  private static RunEvent parse(Path file, int number, String line) {
    try {
      RunEvent event = Json.MAPPER.readValue(line, RunEvent.class);
      if (event != null) {
        return event;
      }
    } catch (JacksonException e) {
      throw notAnEvent(file, number, Json.reason(e), e);
    }
    throw notAnEvent(file, number, "null", null);
  }

  private static JournalException notAnEvent(
      Path file, int number, String why, @Nullable Throwable cause) {
    String line =
        "%s:%d: not an event: %s, expected at, source, type and attributes"
            .formatted(file, number, why);
    return cause == null ? new JournalException(line) : new JournalException(line, cause);
  }
}
