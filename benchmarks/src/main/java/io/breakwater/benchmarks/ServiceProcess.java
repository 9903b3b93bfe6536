package io.breakwater.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The {@link LoadedService} in a JVM of its own, as small as a service's, so that its pauses delay
 * its answers and not the questions.
 */
final class ServiceProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream questions;
  private final int probePort;

  /**
   * How many messages it has published.
   *
   * @param accepted so far
   * @param refused so far
   */
  record Published(long accepted, long refused) {}

  private ServiceProcess(Process process) throws IOException {
    this.process = process;
    answers = process.inputReader(StandardCharsets.UTF_8);
    questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    probePort = Integer.parseInt(answer());
  }

  /** Starts the service and returns when its probes answer. */
  static ServiceProcess start(String url, int messagesPerSecond) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-classpath",
                System.getProperty("java.class.path"),
                LoadedService.class.getName(),
                url,
                Integer.toString(messagesPerSecond))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      return new ServiceProcess(process);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  int probePort() {
    return probePort;
  }

  Published published() throws IOException {
    questions.println();
    String[] counts = answer().split(" ", 2);
    return new Published(Long.parseLong(counts[0]), Long.parseLong(counts[1]));
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the service under load has ended");
    }
    return line;
  }

  @Override
  public void close() throws InterruptedException {
    questions.close();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
