package io.breakwater.lab.pods;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.ProcessGuard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The process of one container and everything it started. Thread-safe.
 *
 * <p>A container's processes end with its first one. Here nothing but us sees to that: children are
 * found as descendants, and, where there is a /proc, also by a variable in their environment, since
 * a child whose parent has ended is nobody's descendant any more.
 */
final class PodProcess {

  private static final String MARKER = "BREAKWATER_CONTAINER_ID";
  private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "TMPDIR", "TZ");
  private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(200);
  private static final Duration CONNECT_PAUSE = Duration.ofMillis(50);

  /**
   * The end of a process.
   *
   * @param code the exit code, 128 + n for signal n
   * @param at when it was noticed
   */
  record Exit(int code, Instant at) {}

  private final Process process;
  private final String id;

  private PodProcess(Process process, String id) {
    this.process = process;
    this.id = id;
  }

  /**
   * Starts the container of a pod. Its first process does not outlive this JVM, however that ends;
   * what it started itself may, if this JVM is killed.
   *
   * @throws IOException if the program, the working directory or the log file cannot be used; the
   *     message is one line
   */
  static PodProcess start(PodSpec spec) throws IOException {
    String id = UUID.randomUUID().toString();
    ProcessBuilder builder = new ProcessBuilder(spec.command()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(INHERITED);
    environment.putAll(spec.environment());
    environment.put(MARKER, id);
    Path directory = spec.workingDirectory();
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    Path log = spec.logFile();
    builder.redirectOutput(
        log == null
            ? ProcessBuilder.Redirect.DISCARD
            : ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      ProcessGuard.watch(process);
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    } catch (BrokerException e) {
      process.destroyForcibly();
      throw new IOException(e.getMessage(), e);
    }
    return new PodProcess(process, id);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Returns how the process ended, once it has and what it left behind was killed. */
  CompletableFuture<Exit> onExit(Executor executor) {
    return process
        .onExit()
        .thenApplyAsync(
            ended -> {
              Exit exit = new Exit(ended.exitValue(), Instant.now());
              killMarked();
              return exit;
            },
            executor);
  }

  /** Sends SIGTERM to the first process, as a container runtime does. */
  void terminate() {
    process.destroy();
  }

  /** Sends SIGKILL to all processes. */
  void kill() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    killMarked();
  }

  /**
   * Waits until the process accepts connections there, ends, or the limit is over.
   *
   * @throws InterruptedException if interrupted while waiting
   */
  void awaitListening(InetSocketAddress address, Duration limit) throws InterruptedException {
    long start = System.nanoTime();
    while (isAlive() && System.nanoTime() - start < limit.toNanos() && !accepts(address)) {
      Thread.sleep(CONNECT_PAUSE.toMillis());
    }
  }

  private static boolean accepts(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) CONNECT_TIMEOUT.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void killMarked() {
    Path proc = Path.of("/proc");
    if (!Files.isDirectory(proc)) {
      return;
    }
    try (Stream<Path> entries = Files.list(proc)) {
      entries.forEach(
          entry -> {
            Long pid = pidOf(entry);
            if (pid != null && isMarked(entry)) {
              ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
          });
    } catch (IOException | UncheckedIOException e) {
      // Processes come and go while they are listed; those that matter do not go by themselves.
    }
  }

  private static @Nullable Long pidOf(Path entry) {
    String name = entry.getFileName().toString();
    return name.chars().allMatch(Character::isDigit) ? Long.valueOf(name) : null;
  }

  private boolean isMarked(Path entry) {
    try {
      // ISO-8859-1 because any bytes are legal there, and the marker is plain ASCII.
      return Files.readString(entry.resolve("environ"), StandardCharsets.ISO_8859_1)
          .contains(MARKER + "=" + id);
    } catch (IOException e) {
      return false; // ended meanwhile, or another user's
    }
  }
}
