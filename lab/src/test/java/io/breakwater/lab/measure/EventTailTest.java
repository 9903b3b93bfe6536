package io.breakwater.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.journal.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTailTest {
  @TempDir Path folder;

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private EventTail tail;

  @BeforeEach
  void follow() {
    tail = new EventTail(folder, this::take);
  }

  @AfterEach
  void close() {
    tail.close();
  }

  private void take(RunEvent event) {
    if (event.type().equals("poison")) {
      throw new IllegalStateException("a sink of a test");
    }
    seen.add(event.source() + " " + event.type());
  }

  private static String line(String source, String type) {
    return "{\"at\":\"2026-01-01T00:00:00Z\",\"source\":\"%s\",\"type\":\"%s\",\"attributes\":{}}\n"
        .formatted(source, type);
  }

  private void append(String file, String text) throws IOException {
    Files.writeString(
        folder.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void awaitSeen(String... expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(seen).containsExactly(expected));
  }

  @Test
  void aFileThatGrows_isReadOn_everyLineOnce() throws IOException {
    append("a.jsonl", line("a", "opened"));
    awaitSeen("a opened");
    append("a.jsonl", line("a", "connected") + line("a", "disconnected"));
    awaitSeen("a opened", "a connected", "a disconnected");

    tail.close();

    awaitSeen("a opened", "a connected", "a disconnected");
  }

  @Test
  void halfALine_waitsForItsRest_evenInTheMiddleOfALetter() throws IOException {
    byte[] bytes = line("ä", "connected").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    int middle = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf('Ã') + 1;
    Path file = folder.resolve("a.jsonl");
    append("a.jsonl", line("a", "opened"));
    Files.write(file, java.util.Arrays.copyOf(bytes, middle), StandardOpenOption.APPEND);
    awaitSeen("a opened");

    Files.write(
        file, java.util.Arrays.copyOfRange(bytes, middle, bytes.length), StandardOpenOption.APPEND);

    awaitSeen("a opened", "ä connected");
  }

  @Test
  void filesThatAppearLate_areFollowed_othersAreNot() throws IOException {
    append("notes.txt", line("x", "connected"));
    append("a.jsonl", line("a", "opened"));
    awaitSeen("a opened");
    append("b.jsonl", line("b", "opened"));

    awaitSeen("a opened", "b opened");
  }

  @Test
  void manyFiles_eachInItsOrder() throws IOException {
    for (int i = 0; i < 200; i++) {
      append("p" + i + ".jsonl", line("p" + i, "opened"));
      append("p" + i + ".jsonl", line("p" + i, "connected"));
    }

    await().atMost(Duration.ofSeconds(30)).until(() -> seen.size() == 400);

    for (int i = 0; i < 200; i++) {
      assertThat(seen.indexOf("p" + i + " opened"))
          .isLessThan(seen.indexOf("p" + i + " connected"));
    }
  }

  @Test
  void whatIsNoEvent_isLeftOut_andAllElseRead() throws IOException {
    append(
        "a.jsonl",
        "garbage\n\n{\"at\":1}\n"
            + line("a", "opened")
            + line("a", "poison")
            + line("a", "closed"));

    awaitSeen("a opened", "a closed");
  }

  @Test
  void aFileThatCannotBeRead_hidesNoOther() throws IOException {
    Files.createDirectory(folder.resolve("a.jsonl"));
    Files.createFile(folder.resolve("a.jsonl").resolve("inside"));
    append("b.jsonl", line("b", "opened"));

    awaitSeen("b opened");
  }

  @Test
  void aFileThatWasCutOff_isReadOnWhenItHasGrownBeyondWhatWasRead() throws IOException {
    append("a.jsonl", line("a", "opened") + line("a", "closed"));
    awaitSeen("a opened", "a closed");
    Files.writeString(folder.resolve("a.jsonl"), "");
    append("b.jsonl", line("b", "opened"));

    awaitSeen("a opened", "a closed", "b opened");
  }

  @Test
  void close_readsTheRest() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      lines.append(line("a", "event-" + i));
    }
    append("a.jsonl", lines + "{\"at\":\"2026-01-01T0");

    tail.close();

    assertThat(seen).hasSize(5_000).endsWith("a event-4999");
  }

  @Test
  void close_keepsAnInterrupt_andReadsTheRestAllTheSame() throws IOException {
    append("a.jsonl", line("a", "opened"));

    Thread.currentThread().interrupt();
    tail.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(seen).containsExactly("a opened");
    tail.close();
  }
}
