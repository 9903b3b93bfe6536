package io.breakwater.lab.delivery;

import io.breakwater.lab.pods.JvmCommand;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@link PublisherProgram} under way, and what it says until its end. */
final class PublisherProcess implements AutoCloseable {
  private static final long JOIN_MILLIS = 10_000;

  private final Process process;
  private final Told told;
  private final Bins accepted;
  private final Thread reader;
  private volatile boolean publishing;

  /**
   * Starts it.
   *
   * @param log takes what it logs, after what is there
   * @param told hears what it says
   * @param accepted where accepted messages are counted
   */
  PublisherProcess(
      Map<String, String> environment, Path log, Told told, Bins accepted, String... arguments)
      throws IOException {
    this.told = told;
    this.accepted = accepted;
    ProcessBuilder builder =
        new ProcessBuilder(JvmCommand.of(PublisherProgram.class.getName(), arguments).toList())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    process = builder.start();
    reader = new Thread(this::read, "breakwater-lab-publisher-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
      while (true) {
        PublisherProgram.Word word = PublisherProgram.Word.of(in.readInt());
        int sequence = in.readInt();
        switch (word) {
          case ACCEPTED -> {
            publishing = true;
            accepted.add(Instant.now());
            told.accepted(sequence, 0);
          }
          case REFUSED -> told.refused();
          case ACKNOWLEDGED -> told.acknowledged(sequence);
          case TOLD -> told.told(sequence);
        }
      }
    } catch (IOException e) {
      // Its end, in the middle of a word perhaps.
    }
  }

  /** Returns if it has accepted a message. */
  boolean publishing() {
    return publishing;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it (SIGKILL), and returns when all that it said has been heard. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    reader.join(JOIN_MILLIS);
  }

  /** Waits for its own end, and returns if that came in time and without a fault. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
