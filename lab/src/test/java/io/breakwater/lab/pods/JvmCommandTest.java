package io.breakwater.lab.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JvmCommandTest {

  @Test
  void lineIsThatOfASmallJvm() {
    JvmCommand command =
        new JvmCommand(
                List.of(Path.of("a.jar"), Path.of("b.jar")),
                "com.example.Main",
                List.of("--port", "1"),
                48,
                null,
                List.of())
            .withOption("-Dx=y");

    assertThat(command.toList())
        .containsExactly(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx48m",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Dx=y",
            "-cp",
            "a.jar" + File.pathSeparator + "b.jar",
            "com.example.Main",
            "--port",
            "1");
  }

  @Test
  void theClassPathOfThisJvmRunsAMain() throws Exception {
    assertThat(output(JvmCommand.of(HelloMain.class.getName()))).isEqualTo("hello\n");
  }

  @Test
  void badValuesAreRefused() {
    assertThatThrownBy(() -> new JvmCommand(List.of(), "M", List.of(), 64, null, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("class path of M must not be empty");
    assertThatThrownBy(
            () -> new JvmCommand(List.of(Path.of("a.jar")), "M", List.of(), 0, null, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxHeapMiB must be positive: 0");
  }

  /** Returns everything that a JVM writes, its own warnings included. */
  static String output(JvmCommand command) throws Exception {
    Process process = new ProcessBuilder(command.toList()).redirectErrorStream(true).start();
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }
}
