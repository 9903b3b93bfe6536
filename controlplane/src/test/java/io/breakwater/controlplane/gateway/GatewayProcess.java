package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.Gateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gateway in a process of its own. */
final class GatewayProcess implements AutoCloseable {
  final Process process;

  private GatewayProcess(Process process) {
    this.process = process;
  }

  /** Starts one whose words are in the file {@code log} of the folder. */
  static GatewayProcess start(Path folder, Path policy, int port, String heap) throws IOException {
    return new GatewayProcess(
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Xmx" + heap,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Gateway.class.getName(),
                    "--policy",
                    policy.toString(),
                    "--http",
                    "127.0.0.1:" + port,
                    "--api-keys",
                    folder.resolve("keys").toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start());
  }

  /** Ends it, and waits for that. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
