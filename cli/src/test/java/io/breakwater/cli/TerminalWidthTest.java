package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A terminal that is made wider or narrower while something is drawn on it. */
@Timeout(60)
class TerminalWidthTest {

  @Test
  void realTerminal_isAskedAnewEachTime() throws Exception {
    assumeThat(Files.isExecutable(Path.of("/usr/bin/script"))).isTrue();
    Process terminal = new ProcessBuilder("script", "-qfc", "tty; read end", "/dev/null").start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(terminal.getInputStream(), StandardCharsets.US_ASCII))) {
      File device = new File(out.readLine().strip());
      TerminalWidth width = new TerminalWidth(OptionalInt.of(80), device);
      resize(device, 132);
      assertThat(width.get()).hasValue(132);
      resize(device, 60);
      assertThat(width.get()).hasValue(60);
      resize(device, 0);
      assertThat(width.get()).as("nobody says").hasValue(60);
    } finally {
      terminal.destroyForcibly();
    }
  }

  private static void resize(File device, int columns) throws Exception {
    Process stty =
        new ProcessBuilder("stty", "cols", Integer.toString(columns)).redirectInput(device).start();
    assertThat(stty.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(stty.exitValue()).isZero();
  }

  @Test
  void noTerminal_staysAsItWas() {
    File none = new File("/dev/null");
    assertThat(new TerminalWidth(OptionalInt.empty(), none).get()).isEmpty();
    assertThat(new TerminalWidth(OptionalInt.of(80), none).get()).hasValue(80);
    assertThat(new TerminalWidth(OptionalInt.of(80), new File("/nowhere")).get()).hasValue(80);
  }

  @Test
  void sizeThatSttyPrints_andOthers() {
    assertThat(TerminalWidth.columns("24 80\n")).hasValue(80);
    assertThat(TerminalWidth.columns("132")).hasValue(132);
    assertThat(TerminalWidth.columns("0 0\n")).isEmpty();
    assertThat(TerminalWidth.columns("")).isEmpty();
    assertThat(TerminalWidth.columns("stty: not a terminal")).isEmpty();
  }

  @Test
  void watch_drawsAnew_whenTheTerminalHasAnotherWidth() {
    StringWriter text = new StringWriter();
    AtomicReference<OptionalInt> width = new AtomicReference<>(OptionalInt.of(80));
    try (WatchScreen screen = new WatchScreen(new PrintWriter(text), width::get)) {
      screen.note("a line of more than fifteen columns");
      assertThat(text.toString()).contains("fifteen columns").doesNotContain("\u001b[2J");
      width.set(OptionalInt.of(14));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> text.toString().contains("\u001b[H\u001b[2Ja line of more\n"));
    }
  }
}
