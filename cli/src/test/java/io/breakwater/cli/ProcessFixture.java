package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.journal.JournalFile;
import io.breakwater.journal.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests that start a command as a person does: a folder to work in, and how a run ends. */
abstract class ProcessFixture {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  Path work;

  @BeforeEach
  void workFolder() throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
  }

  /** Starts a command line without quotes in the work folder. */
  CliProcess start(String commandLine) throws IOException {
    return CliProcess.start(work, commandLine.split(" "));
  }

  /** Sends a signal once stderr has a text, and waits until all processes are gone. */
  static void signalAfter(CliProcess process, String text, String signal, int status)
      throws Exception {
    await().atMost(PATIENCE).until(() -> process.err().contains(text));
    List<ProcessHandle> children = process.descendants();
    process.signal(signal);
    assertThat(process.await()).isEqualTo(status);
    // The last to go is the guard that would have killed the others, had they been left.
    await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Asserts that stderr has one line of ours, and that the journal of the folder says aborted. */
  void assertAborted(CliProcess process, String run, String... words) throws IOException {
    assertThat(process.err()).doesNotContain("Exception", "\tat ");
    assertThat(process.err().lines())
        .filteredOn(line -> line.startsWith("breakwater: "))
        .singleElement()
        .asString()
        .startsWith("breakwater: aborted: ")
        .contains(words);
    assertThat(JournalFile.read(work.resolve(run)).status()).isEqualTo(Status.ABORTED);
  }
}
