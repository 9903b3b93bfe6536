package io.breakwater.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM that holds a server and ends without closing it. */
final class ShutdownTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "KILL"})
  void noServerOutlivesItsJvm(String signal) throws Exception {
    Process jvm = startJvm("forever");
    try (BufferedReader out = jvm.inputReader(StandardCharsets.UTF_8)) {
      long pid = Long.parseLong(out.readLine());
      Path files = Path.of(out.readLine());
      assertThat(isAlive(pid)).isTrue();
      Process kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + jvm.pid()).start();
      assertThat(kill.waitFor()).isZero();
      await().atMost(LIMIT).until(() -> !jvm.isAlive() && !isAlive(pid));
      if (signal.equals("KILL")) {
        Directories.remove(files); // nobody was left to do it
      } else {
        assertThat(files).doesNotExist();
      }
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void frozenServer_ofAJvmThatJustExits_isGoneToo() throws Exception {
    Process jvm = startJvm("frozen");
    try (BufferedReader out = jvm.inputReader(StandardCharsets.UTF_8)) {
      long pid = Long.parseLong(out.readLine());
      await().atMost(LIMIT).until(() -> !jvm.isAlive() && !isAlive(pid));
      assertThat(jvm.exitValue()).isZero();
    } finally {
      jvm.destroyForcibly();
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static Process startJvm(String how) throws IOException {
    // A build that runs in the background ignores SIGINT, and so would all that it starts.
    return new ProcessBuilder(
            "env",
            "--default-signal=INT",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Careless.class.getName(),
            how)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The program of that JVM. */
  static final class Careless {
    private Careless() {}

    public static void main(String[] args) throws InterruptedException {
      NatsServer server = NatsServer.start();
      System.out.println(server.pid());
      System.out.println(server.logFile().getParent());
      if (args[0].equals("frozen")) {
        server.pause();
      } else {
        new CountDownLatch(1).await();
      }
    }
  }
}
