package io.breakwater.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Services as processes of their own, small ones, and their logs. */
public final class ServiceProcesses implements AutoCloseable {
  private final Path folder;
  private final String broker;
  private final List<Process> processes = new ArrayList<>();
  private int heapMiB = 64;

  public ServiceProcesses(Path folder, String broker) {
    this.folder = folder;
    this.broker = broker;
  }

  /** Sets the largest heap of those that are started from now on; 64 MiB unless said. */
  public ServiceProcesses heap(int mib) {
    heapMiB = mib;
    return this;
  }

  /** Starts a program of this module under the name of its connection. */
  public Process start(String program, String name, String... more) throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            service: test
            nats: { servers: ["%s"], name: %s }
            reconnect: { shape: fixed, wait: 200ms }
            probes: { address: 127.0.0.1, port: 0 }
            """
                .formatted(broker, name));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + heapMiB + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                "io.breakwater.controlplane." + program,
                "--policy",
                policy.toString()));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    processes.add(process);
    return process;
  }

  /** Returns what a process has logged. */
  public String log(String name) throws IOException {
    Path file = folder.resolve(name + ".log");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** Sends a signal, STOP or CONT. */
  public static void signal(Process process, String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Override
  public void close() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }
}
