package io.breakwater.client.internal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the test's logger, which writes to standard error, says while a task runs. */
public final class CapturedLog {
  private CapturedLog() {}

  static List<String> of(Runnable task) {
    return of(" mine - ", task);
  }

  /** Returns the lines that contain the words. */
  public static List<String> of(String words, Runnable task) {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      task.run();
    } finally {
      System.setErr(before);
    }
    // Buses of other tests may still be closing.
    return said.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains(words))
        .toList();
  }
}
