package io.breakwater.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One run of the nats-server program, from its start to its end. */
record ServerProcess(Process process, ServerLog log) {

  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
  private static final Duration FREEZE_LIMIT = Duration.ofSeconds(10);
  private static final int INFO_TIMEOUT_MILLIS = 1_000;

  /** Ticks per second in /proc, _SC_CLK_TCK: 100 on every Linux that Java runs on. */
  private static final long TICKS_PER_SECOND = 100;

  /**
   * Starts the program; it is not ready yet.
   *
   * @param processors that it is kept on; empty is wherever the system likes
   * @throws BrokerException if it cannot be started, or not there
   */
  static ServerProcess spawn(
      NatsServerBinary binary, Path config, Path logFile, List<Integer> processors) {
    ServerLog log = ServerLog.from(logFile);
    List<String> program = List.of(binary.path().toString(), "-c", config.toString());
    List<String> command =
        processors.isEmpty() ? program : Taskset.find().command(processors, program);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
              .start();
      try {
        ProcessGuard.watch(process);
      } catch (BrokerException e) {
        process.destroyForcibly();
        throw e;
      }
      return new ServerProcess(process, log);
    } catch (IOException e) {
      throw new BrokerException(command.get(0) + " cannot be executed: " + e.getMessage(), e);
    }
  }

  /**
   * Waits until this process, and not some other one on the same port, accepts clients.
   *
   * @throws BrokerException if it ends or does not get there within the limit
   */
  void awaitReady(String host, int port, Duration limit) {
    // The log line proves that it is our process that bound the port; INFO, that it serves.
    boolean ready =
        Waits.until(
            limit,
            () ->
                !process.isAlive()
                    || (log.contains("Listening for client connections on ")
                        && saysInfo(host, port)));
    if (!process.isAlive()) {
      throw log.failure("it ended with exit code " + process.exitValue());
    }
    if (!ready) {
      throw log.failure("no INFO on port " + port + " within " + limit.toSeconds() + " s");
    }
  }

  /** Returns when it is gone, interrupted or not: what is left behind holds its ports. */
  void kill() {
    process.destroyForcibly();
    if (!Waits.forExitDespiteInterrupts(process, KILL_LIMIT)) {
      throw new BrokerException("process " + process.pid() + " does not end on SIGKILL");
    }
  }

  /** Sends a signal by its name without "SIG"; does nothing to a process that has ended. */
  void signal(String name) {
    if (!process.isAlive()) {
      return;
    }
    try {
      Process shell =
          new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid())
              .redirectErrorStream(true)
              .start();
      shell.getOutputStream().close();
      shell.getInputStream().transferTo(OutputStream.nullOutputStream());
      Waits.forExit(shell, KILL_LIMIT);
    } catch (IOException e) {
      throw new BrokerException("cannot send SIG" + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Freezes it, and returns when none of its threads runs any more: the signal is on its way for as
   * long as a busy machine keeps them from the kernel, and until then they go on reading and
   * answering.
   *
   * @throws BrokerException if that takes longer than any machine should
   */
  void freeze() {
    signal("STOP");
    if (!Waits.until(FREEZE_LIMIT, () -> !process.isAlive() || isFrozen())) {
      throw new BrokerException("process " + process.pid() + " does not stop on SIGSTOP");
    }
  }

  private boolean isFrozen() {
    Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
    try (Stream<Path> all = Files.list(threads)) {
      return all.allMatch(
          thread -> statFields(thread).map(fields -> fields[0]).orElse("T").equals("T"));
    } catch (IOException | UncheckedIOException e) {
      return true; // It has ended, or the system has no /proc: nothing is known.
    }
  }

  /** Returns the fields of proc(5) from the third on, the state; empty for what has ended. */
  private static Optional<String[]> statFields(Path of) {
    try {
      // The second field is the name in parentheses and may hold spaces.
      String stat = Files.readString(of.resolve("stat"));
      return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  Optional<Duration> cpuTime() {
    // utime and stime are the fields 14 and 15, the 12th and 13th from the state on.
    return statFields(Path.of("/proc", Long.toString(process.pid())))
        .map(fields -> Long.parseLong(fields[11]) + Long.parseLong(fields[12]))
        .map(ticks -> Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND));
  }

  private static boolean saysInfo(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), INFO_TIMEOUT_MILLIS);
      socket.setSoTimeout(INFO_TIMEOUT_MILLIS);
      String line =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      return line != null && line.startsWith("INFO ");
    } catch (IOException e) {
      return false;
    }
  }
}
