package io.breakwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void unitMovesFromTheKeyToTheValue() {
    assertThat(line("outageSeconds", 20)).isEqualTo(new Labels.Line("outage", "20 s"));
    assertThat(line("connectTimeoutMillis", 500))
        .isEqualTo(new Labels.Line("connect timeout", "500 ms"));
    assertThat(line("capacityPerSecond", 15.1)).isEqualTo(new Labels.Line("capacity", "15.1/s"));
    assertThat(line("outageSeconds", "20s")).isEqualTo(new Labels.Line("outage seconds", "20s"));
  }

  @Test
  void absentNestedPlain() {
    assertThat(Labels.of(Collections.singletonMap("limitSeconds", null)))
        .containsExactly(new Labels.Line("limit", "–"));
    assertThat(line("servers", List.of("a", "b")))
        .isEqualTo(new Labels.Line("servers", "[\"a\",\"b\"]"));
    assertThat(line("auth", "bcrypt")).isEqualTo(new Labels.Line("auth", "bcrypt"));
  }

  private static Labels.Line line(String key, Object value) {
    return Labels.of(Map.of(key, value)).get(0);
  }

  @Test
  void measuredNumber_hasFourDigits() {
    assertThat(Labels.of(Map.of("connectRate", 2.82384303667577)))
        .containsExactly(new Labels.Line("connect rate", "2.824"));
    assertThat(Labels.of(Map.of("outageSeconds", 3.0)))
        .containsExactly(new Labels.Line("outage", "3.0 s"));
  }
}
