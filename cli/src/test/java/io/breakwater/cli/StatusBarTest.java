package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a terminal gets while lines are printed above a bar that moves. */
class StatusBarTest {

  private static final String ERASE = "\r\u001b[K";

  private final StringWriter terminal = new StringWriter();

  @Test
  void line_replacesTheBar_whichIsDrawnAnewBelow() {
    try (StatusBar bar = new StatusBar(new PrintWriter(terminal))) {
      bar.begin("broker down", Duration.ofSeconds(20));
      awaitText("broker down");
      int before = terminal.toString().length();
      bar.print("gateway-1 Running");
      String after = terminal.toString().substring(before);
      assertThat(after).startsWith(ERASE + "gateway-1 Running" + System.lineSeparator());
      assertThat(after).contains(System.lineSeparator() + "broker down");
    }
    assertThat(terminal.toString()).endsWith(ERASE);
  }

  @Test
  void nextPhase_takesTheOnesPlace() {
    try (StatusBar bar = new StatusBar(new PrintWriter(terminal))) {
      bar.begin("broker down", Duration.ofSeconds(20));
      awaitText("broker down");
      bar.begin("waiting", Duration.ofSeconds(20));
      awaitText("waiting");
      int from = terminal.toString().indexOf("waiting");
      assertThat(terminal.toString().substring(from)).doesNotContain("broker down");
    }
  }

  @Test
  void bar_showsHowMuchOfTheTimeHasPassed_andFitsIntoTheLine() {
    try (StatusBar bar = new StatusBar(new PrintWriter(terminal))) {
      bar.begin("waiting for all 9 to be back", Duration.ofSeconds(2));
      awaitText("2/2s");
    }
    assertThat(terminal.toString().replace("\u001b[K", "").split("\r"))
        .allSatisfy(drawn -> assertThat(drawn).hasSizeLessThan(80));
  }

  @Test
  void withoutAPhase_linesAreLines() {
    try (StatusBar bar = new StatusBar(new PrintWriter(terminal))) {
      bar.print("arm 1 of 2");
    }
    assertThat(terminal.toString()).isEqualTo("arm 1 of 2" + System.lineSeparator());
  }

  private void awaitText(String text) {
    await().atMost(Duration.ofSeconds(30)).until(() -> terminal.toString().contains(text));
  }
}
