package io.breakwater.client;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A JVM of its own, without Micrometer on its class path; its output goes to a file. */
final class ChildJvm implements AutoCloseable {
  private static final long LIMIT_SECONDS = 40;

  private final Process process;
  private final Path output;

  private ChildJvm(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static ChildJvm start(
      Class<?> main, Path directory, Map<String, String> environment, String... arguments)
      throws IOException {
    return start(List.of(), "micrometer", main, directory, environment, arguments);
  }

  /** Starts one whose class path lacks what has a word in its name. */
  static ChildJvm startWithout(String word, Class<?> main, Path directory, String... arguments)
      throws IOException {
    return startWithout(word, main, directory, Map.of(), arguments);
  }

  static ChildJvm startWithout(
      String word,
      Class<?> main,
      Path directory,
      Map<String, String> environment,
      String... arguments)
      throws IOException {
    return start(List.of(), word, main, directory, environment, arguments);
  }

  /** Starts one that can write no file beyond so many KiB. */
  static ChildJvm startLimited(Class<?> main, Path directory, int kibibytes, String... arguments)
      throws IOException {
    // $0 is the number; bash counts in KiB.
    List<String> limited =
        List.of("bash", "-c", "ulimit -f \"$0\"; exec \"$@\"", Integer.toString(kibibytes));
    return start(limited, "micrometer", main, directory, Map.of(), arguments);
  }

  /** Starts a program whose class is in a directory; that is its working directory too. */
  static ChildJvm startCompiled(String main, Path directory, Map<String, String> environment)
      throws IOException {
    return start(List.of(), "micrometer", main, directory, environment);
  }

  private static ChildJvm start(
      List<String> prefix,
      String left,
      Class<?> main,
      Path directory,
      Map<String, String> environment,
      String... arguments)
      throws IOException {
    return start(prefix, left, main.getName(), directory, environment, arguments);
  }

  private static ChildJvm start(
      List<String> prefix,
      String left,
      String main,
      Path directory,
      Map<String, String> environment,
      String... arguments)
      throws IOException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains(left))
            .collect(Collectors.joining(File.pathSeparator, directory + File.pathSeparator, ""));
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx64m", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(directory, "jvm", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new ChildJvm(builder.start(), output);
  }

  /** Waits for the end, and returns the exit code. */
  int exitCode() throws IOException, InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the JVM does not end:\n" + output());
    }
    return process.exitValue();
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  /** Kills it, as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
  }

  /** Asks it to end, as a kubelet does first. */
  void terminate() {
    process.destroy();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
