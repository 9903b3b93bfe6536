package io.breakwater.lab.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HistoryTest {
  private static final List<Event> ONE_OF_EACH =
      List.of(
          new Event.Defined("flow", List.of(new Event.Step("a", List.of("b"), 2, true, 3))),
          new Event.Submitted("c1", "t1", "flow", "http://127.0.0.1:1", "key", true),
          new Event.Submitted("c2", "t2", null, "http://127.0.0.1:1", null, false),
          new Event.Accepted("c1", "j-1", null, true),
          new Event.Refused("c1", 503, "away\n\"now\""),
          new Event.Unknown("c1", "no answer", null),
          new Event.Observed("j-1", "http://127.0.0.1:1", "RUNNING", 2, "e1", true),
          new Event.NotFound("j-1", "http://127.0.0.1:1"),
          new Event.CancelSent("j-1", "http://127.0.0.1:1"),
          new Event.CancelAnswered("j-1", 409, "SUCCEEDED"),
          new Event.ExecutionBegan(
              "e1", "t1", "a", 1, List.of("e0"), new Event.Attempt(2, "worker-1")),
          new Event.ExecutionEnded("e1", Event.Outcome.CUT),
          new Event.FaultBegan("f", "broker killed", List.of(Event.FaultBegan.BROKER)),
          new Event.FaultEnded("f"),
          new Event.DataWiped("the broker's folder"),
          new Event.Note("that is all"));

  @TempDir Path folder;

  @Test
  void everyKindOfEvent_isReadAsItWasWritten() throws IOException {
    Path file = folder.resolve("new/folder/" + History.NAME);
    List<Entry> entries;
    try (History history = History.open(file)) {
      ONE_OF_EACH.forEach(history::add);
      entries = history.entries();
    }

    assertThat(entries).extracting(Entry::event).isEqualTo(ONE_OF_EACH);
    assertThat(HistoryFile.read(file)).isEqualTo(entries);
    assertThat(Files.readAllLines(file)).hasSize(ONE_OF_EACH.size());
    assertThat(ONE_OF_EACH.stream().map(Event::getClass).distinct())
        .as("all kinds, but for a step, which is none")
        .hasSameSizeAs(Event.class.getPermittedSubclasses());
  }

  @Test
  void manyWriters_oneOrderOfTimes() throws Exception {
    Path file = folder.resolve(History.NAME);
    try (History history = History.open(file)) {
      CountDownLatch go = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    go.await();
                    for (int n = 0; n < 500; n++) {
                      history.add(new Event.Note("n" + n));
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
        thread.start();
        threads.add(thread);
      }
      go.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
    }

    assertThat(HistoryFile.read(file)).hasSize(2_000).extracting(Entry::nanos).isSorted();
  }

  @Test
  void closed_takesNoMore_andClosesTwice() {
    History history = History.open(folder.resolve(History.NAME));
    history.close();
    history.close();

    assertThatThrownBy(() -> history.add(new Event.Note("late")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the history is closed");
  }

  @Test
  void fileThatCannotBe() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> History.open(file.resolve(History.NAME)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot be written");
  }

  @Test
  void halfALastLine_isPassedOver_andALineThatIsNone_isSaidWithItsNumber() throws IOException {
    Path file = folder.resolve(History.NAME);
    try (History history = History.open(file)) {
      history.add(new Event.Note("whole"));
    }
    Files.writeString(file, "{\"nanos\": 12", StandardOpenOption.APPEND);
    assertThat(HistoryFile.read(file)).hasSize(1);

    Files.writeString(file, "\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> HistoryFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(History.NAME + ":2: not an entry");
  }
}
