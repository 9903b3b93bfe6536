package io.breakwater.planner.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuredFiguresTest {
  @TempDir Path folder;

  @Test
  void calibration() throws IOException {
    Path file = Files.writeString(folder.resolve("c.json"), "{ \"connectRate\": 14.5 }");
    Figure figure = MeasuredFigures.connectRate(file);
    assertThat(figure.value()).isEqualTo(14.5);
    assertThat(figure.source()).isEqualTo("measured: " + file);
    assertThat(figure.assumed()).isFalse();
  }

  @Test
  void journalOfARealStorm() {
    Path run = Path.of("..", "docs", "results", "storm", "150-bcrypt-2s");
    assertThat(MeasuredFigures.connectRate(run).value()).isBetween(5.0, 50.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "[", "{\"connectRate\": \"x\"}", "{\"arms\": [{\"result\": {}}]}"})
  void anythingElse_isOneLine(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("c.json"), text);
    assertThatThrownBy(() -> MeasuredFigures.connectRate(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ": expected the output of calibrate --json");
  }

  @Test
  void zero_isNoRate() throws IOException {
    Path file = Files.writeString(folder.resolve("c.json"), "{ \"connectRate\": 0 }");
    assertThatThrownBy(() -> MeasuredFigures.connectRate(file))
        .hasMessageContaining("expected a number over 0");
  }
}
