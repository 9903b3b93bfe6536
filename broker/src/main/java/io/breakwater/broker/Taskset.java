package io.breakwater.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The installed taskset program of util-linux, which keeps processes on some of the machine's
 * processors. Linux alone.
 *
 * @param path the executable file
 */
public record Taskset(Path path) {

  private static final String ALLOWED = "Cpus_allowed_list:";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Threads come and go while they are moved; the second pass mostly finds nothing to do. */
  private static final int PASSES = 10;

  /**
   * Finds the program on PATH.
   *
   * @throws BrokerException if there is none
   */
  public static Taskset find() {
    return find(System.getenv());
  }

  /** As {@link #find()}, in the given environment. */
  static Taskset find(Map<String, String> environment) {
    return SearchPath.find("taskset", environment)
        .map(Taskset::new)
        .orElseThrow(
            () ->
                new BrokerException(
                    "taskset not found on PATH, and processors are given out with it: install"
                        + " util-linux (Linux alone has it)"));
  }

  /**
   * Returns the numbers of the processors that a process may use, ascending; of its first thread,
   * which speaks for all of them as long as nobody moves a single one.
   *
   * @throws BrokerException if there is no such process, or no Linux
   */
  public static List<Integer> processorsOf(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    try {
      return allowed(status);
    } catch (IOException e) {
      throw new BrokerException(
          status + " cannot be read, expected it to say which processors there are (Linux alone)",
          e);
    }
  }

  /**
   * Moves all threads of a process to some processors; those that they start stay there too. An
   * interrupt does not end it early.
   *
   * @param processors their numbers; not empty
   * @throws BrokerException if the process is not allowed to be there
   */
  public void move(long pid, List<Integer> processors) {
    List<Integer> there = processors.stream().distinct().sorted().toList();
    String said = "";
    for (int pass = 0; pass < PASSES; pass++) {
      // A thread that ends meanwhile makes it stop in the middle: what counts is where all are.
      said = run(List.of(path.toString(), "-acp", list(there), Long.toString(pid)));
      if (isOn(pid, there)) {
        return;
      }
    }
    throw new BrokerException(
        "cannot keep process %d on the processors %s: %s".formatted(pid, list(there), said));
  }

  /** Returns the command line that starts a program on some processors; its process is the same. */
  List<String> command(List<Integer> processors, List<String> program) {
    List<String> command = new ArrayList<>(List.of(path.toString(), "-c", list(processors)));
    command.addAll(program);
    return command;
  }

  private static String list(List<Integer> processors) {
    return processors.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static boolean isOn(long pid, List<Integer> processors) {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return threads.allMatch(thread -> isThreadOn(thread, processors));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static boolean isThreadOn(Path thread, List<Integer> processors) {
    try {
      return allowed(thread.resolve("status")).equals(processors);
    } catch (IOException e) {
      return true; // It has ended.
    }
  }

  private static List<Integer> allowed(Path status) throws IOException {
    String line =
        Files.readAllLines(status).stream()
            .filter(it -> it.startsWith(ALLOWED))
            .findFirst()
            .orElseThrow(() -> new IOException("no line " + ALLOWED));
    return numbers(line.substring(ALLOWED.length()).strip());
  }

  /** Reads the kernel's form of a list: {@code 0-3,8}. */
  static List<Integer> numbers(String list) {
    return Stream.of(list.split(",", -1))
        .map(range -> range.split("-", 2))
        .flatMapToInt(
            ends ->
                IntStream.rangeClosed(
                    Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])))
        .boxed()
        .toList();
  }

  private static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      Waits.forExitDespiteInterrupts(process, LIMIT);
      return said.lines().filter(line -> line.startsWith("taskset: ")).findFirst().orElse(said);
    } catch (IOException e) {
      throw new BrokerException(command.get(0) + " cannot be executed: " + e.getMessage(), e);
    }
  }
}
