package io.breakwater.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsFileTest {
  private static final RunEvent FIRST =
      new RunEvent(
          Instant.parse("2026-01-01T00:00:00.123456Z"),
          "scheduler-0",
          "attempt",
          Map.of("server", "nats://127.0.0.1:4222", "number", 3));
  private static final RunEvent SECOND = new RunEvent(Instant.EPOCH, "a\nb", "ready", Map.of());

  @TempDir Path folder;

  @Test
  void append_close_append_readAllInOrder() throws IOException {
    Path file = folder.resolve("run/events.jsonl");
    try (EventWriter writer = new EventWriter(file)) {
      writer.append(FIRST);
      assertThat(EventsFile.read(file)).as("on disk before close").containsExactly(FIRST);
    }
    try (EventWriter writer = new EventWriter(file)) {
      writer.append(SECOND);
    }
    assertThat(EventsFile.read(file)).containsExactly(FIRST, SECOND);
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void halfALastLine_passedOver() throws IOException {
    Path file = folder.resolve("events.jsonl");
    try (EventWriter writer = new EventWriter(file)) {
      writer.append(FIRST);
    }
    Files.writeString(file, "\n{\"at\": \"2026", StandardOpenOption.APPEND);
    assertThat(EventsFile.read(file)).containsExactly(FIRST);
  }

  @Test
  void badLine_namesFileAndLine() throws IOException {
    Path file = Files.writeString(folder.resolve("events.jsonl"), "\nnull\n");
    assertThatThrownBy(() -> EventsFile.read(file))
        .isInstanceOf(JournalException.class)
        .hasMessage(file + ":2: not an event: null, expected at, source, type and attributes");
    Files.writeString(file, "{\"at\": \"yesterday\"}\n");
    assertThatThrownBy(() -> EventsFile.read(file))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith(file + ":1: not an event: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void missing_closed() {
    Path file = folder.resolve("events.jsonl");
    assertThatThrownBy(() -> EventsFile.read(file))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith(file + ": no such file");
    EventWriter writer = new EventWriter(file);
    writer.close();
    assertThatThrownBy(() -> writer.append(FIRST)).isInstanceOf(JournalException.class);
  }
}
