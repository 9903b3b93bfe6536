package io.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each benchmark runs for a moment; how fast is nobody's business here. */
@Timeout(120)
class BenchmarksTest {
  private static final Settings MOMENT =
      new Settings(1, Duration.ofMillis(50), Duration.ofMillis(50), false);

  @ParameterizedTest
  @EnumSource
  void eachBenchmarkMeasuresBothSides(Benchmarks.Name name) throws Exception {
    List<Comparison> comparisons = name.benchmark().run(MOMENT);

    assertThat(comparisons)
        .isNotEmpty()
        .allSatisfy(
            comparison -> {
              assertThat(comparison.value()).isPositive();
              assertThat(comparison.reference()).isPositive();
              assertThat(comparison.values()).hasSize(1);
              assertThat(comparison.ratio()).isPositive();
            });
  }

  @Test
  void theResultsAreATableForPeopleAndAFileForPrograms(@TempDir Path folder) throws Exception {
    Comparison broken =
        Comparison.of("calls", "calls/s", "bus / jnats", List.of(90.0), List.of(100.0))
            .ratioAtLeast(0.95);
    Results results =
        new Results(
            Instant.EPOCH, Environment.detect("2.9.10", null, null), null, false, List.of(broken));

    results.write(folder.resolve("made").resolve("results.json"));

    assertThat(results.table()).contains("calls", "0.900", "ratio >= 0.95", "NO");
    assertThat(Files.readString(folder.resolve("made").resolve("results.json")))
        .contains(
            "\"figure\" : \"calls\"", "\"natsServerVersion\" : \"2.9.10\"", "\"held\" : false");
  }

  @Test
  void wrongUsageExitsWith2() {
    assertThat(Benchmarks.commandLine().execute("--rounds", "0")).isEqualTo(2);
    assertThat(Benchmarks.commandLine().execute("nonsense")).isEqualTo(2);
  }
}
