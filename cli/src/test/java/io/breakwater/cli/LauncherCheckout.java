package io.breakwater.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A checkout with the real launcher and a program of one class, on a machine of which the test says
 * what is installed: the PATH is one folder with the basic tools and what the test adds to it.
 */
final class LauncherCheckout {

  /** What every Linux has, and the launcher and the stand-ins use. */
  private static final List<String> BASIC_TOOLS =
      List.of(
          "bash",
          "cat",
          "chmod",
          "cut",
          "dirname",
          "env",
          "find",
          "flock",
          "grep",
          "head",
          "id",
          "ln",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sha256sum",
          "sleep",
          "sort",
          "tail",
          "tar",
          "touch",
          "xargs");

  private static final String MAIN = "cli/src/main/java/io/breakwater/cli/Main.java";

  private final Path root;
  private final Path machine;
  private final Map<String, String> environment = new TreeMap<>();

  /** Makes a checkout, in a path with a space, on a machine with nothing but this test's JDK. */
  LauncherCheckout(Path folder) throws IOException {
    root = Files.createDirectories(folder.resolve("a checkout"));
    machine = Files.createDirectories(folder.resolve("machine"));
    for (String tool : BASIC_TOOLS) {
      withTool(tool, "#!/bin/sh\nexec " + onPath(tool) + " \"$@\"\n");
    }
    script(root.resolve("breakwater"), Files.readString(Path.of("..", "breakwater")));
    write(".mvn/jvm.config", "");
    write("pom.xml", "<project/>");
    write("cli/pom.xml", "<project/>");
    write(MAIN, resource("Main.java"));
    with("PATH", bin().toString());
    with("HOME", machine.toString());
    with("CALLS", machine.resolve("calls").toString());
    with("BREAKWATER_JDKS", machine.resolve("jdks").toString());
    with("JAVA_HOME", System.getProperty("java.home"));
  }

  Path root() {
    return root;
  }

  LauncherCheckout with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  LauncherCheckout without(String variable) {
    environment.remove(variable);
    return this;
  }

  /** Installs a stand-in for Maven. */
  LauncherCheckout withMaven() throws IOException {
    return withTool("mvn", resource("mvn"));
  }

  /** Installs what says that it is a nats-server of some version. */
  LauncherCheckout withBroker(String version) throws IOException {
    return withTool("nats-server", broker(version));
  }

  static String broker(String version) {
    return "#!/bin/sh\necho nats-server: v" + version + "\n";
  }

  /** Installs a script as a command. */
  LauncherCheckout withTool(String name, String text) throws IOException {
    Files.deleteIfExists(bin().resolve(name));
    script(bin().resolve(name), text);
    return this;
  }

  /** Installs what looks like a JDK of some version and returns its folder. */
  Path withJdk(int version) throws IOException {
    Path jdk = machine.resolve("jdks/jdk-" + version);
    script(jdk.resolve("bin/java"), "#!/usr/bin/env bash\n");
    script(jdk.resolve("bin/javac"), "#!/usr/bin/env bash\n");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
    return jdk;
  }

  /** Writes a script outside of the PATH and returns where it is. */
  Path script(String name, String text) throws IOException {
    return script(machine.resolve(name), text);
  }

  Path write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  /** Replaces text in the program's source, and leaves the file's time as it was. */
  void edit(String before, String after) throws IOException {
    Path source = root.resolve(MAIN);
    var time = Files.getLastModifiedTime(source);
    Files.writeString(source, Files.readString(source).replace(before, after));
    Files.setLastModifiedTime(source, time);
  }

  /** Returns what the stand-ins recorded, oldest call first. */
  List<String> calls() throws IOException {
    Path calls = machine.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /** Returns how often the program was built. */
  long builds() throws IOException {
    return calls().stream().filter(call -> call.endsWith(" package")).count();
  }

  LauncherCall.Result run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).finish();
  }

  LauncherCall start(String... arguments) throws IOException {
    return startFrom(root, root.resolve("breakwater"), arguments);
  }

  LauncherCall startFrom(Path folder, Path launcher, String... arguments) throws IOException {
    // A build that runs in the background ignores SIGINT, and so would all that it starts.
    List<String> command =
        new ArrayList<>(List.of("/usr/bin/env", "--default-signal=INT", launcher.toString()));
    command.addAll(List.of(arguments));
    Path stdout = Files.createTempFile(machine, "stdout", "");
    Path stderr = Files.createTempFile(machine, "stderr", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new LauncherCall(builder.start(), stdout, stderr);
  }

  static String resource(String name) throws IOException {
    try (var in = LauncherCheckout.class.getResourceAsStream("/launcher/" + name)) {
      if (in == null) {
        throw new IOException("no resource " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private Path bin() {
    return machine.resolve("bin");
  }

  private static Path script(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    if (!path.toFile().setExecutable(true)) {
      throw new IOException("cannot make executable: " + path);
    }
    return path;
  }

  private static Path onPath(String tool) throws IOException {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IOException(tool + " is not on the PATH"));
  }
}
