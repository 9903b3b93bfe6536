package io.breakwater.lab.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The form of {@code history.jsonl}: an {@link Entry} in each line. */
public final class HistoryFile {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .changeDefaultPropertyInclusion(it -> it.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private HistoryFile() {}

  /** Returns an entry as one line, without its end. */
  static String line(Entry entry) {
    return MAPPER.writeValueAsString(entry);
  }

  /**
   * Reads a history that was kept. A last line without its end is what a process that was killed
   * leaves behind, and is passed over.
   *
   * @throws IOException if the file cannot be read, or if a line is not an entry, with its number
   */
  public static List<Entry> read(Path file) throws IOException {
    String text = Files.readString(file);
    List<Entry> entries = new ArrayList<>();
    int number = 0;
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      number++;
      try {
        Entry entry = MAPPER.readValue(line, Entry.class);
        if (entry == null) {
          throw new IOException(file + ":" + number + ": null, expected an entry of a history");
        }
        entries.add(entry);
      } catch (JacksonException e) {
        throw new IOException(file + ":" + number + ": not an entry of a history", e);
      }
    }
    return List.copyOf(entries);
  }
}
