package io.breakwater.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CpuUseTest {

  static Stream<Arguments> between20And30() {
    return Stream.of(
        Arguments.of("one process", new Observed().cpu(20, 100).cpu(25, 300).cpu(30, 600), 500),
        Arguments.of("beyond", new Observed().cpu(10, 1).cpu(20, 100).cpu(30, 600).cpu(31, 9), 500),
        Arguments.of("over the edges", new Observed().cpu(19, 100).cpu(31, 600), 500),
        Arguments.of("a new process, with its start", new Observed().cpu(21, null).cpu(22, 40), 40),
        Arguments.of("the broker before it used more", new Observed().cpu(21, 900).cpu(22, 40), 40),
        Arguments.of("a gap", new Observed().cpu(20, 10).cpu(21, 20).cpu(22, null).cpu(23, 30), 40),
        Arguments.of("no process", new Observed().cpu(20, null).cpu(25, null), null),
        Arguments.of("one sample", new Observed().cpu(25, 10), null),
        Arguments.of("none", new Observed(), null));
  }

  static Stream<Arguments> ofOneProcessBetween20And30() {
    return Stream.of(
        Arguments.of("samples at both", new Observed().cpu(20, 100).cpu(25, 300).cpu(30, 600), 500),
        Arguments.of("between two", new Observed().cpu(19, 100).cpu(21, 300).cpu(31, 1300), 1000),
        Arguments.of("one gap", new Observed().cpu(15, 0).cpu(35, 2000), 1000),
        Arguments.of("none answered within", new Observed().cpu(20, 1).cpu(25, null).cpu(30, 5), 4),
        Arguments.of("ended before", new Observed().cpu(20, 100).cpu(29, 600), 500),
        Arguments.of("begun too late", new Observed().cpu(21, 100).cpu(30, 600), null),
        Arguments.of("none", new Observed(), null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ofOneProcessBetween20And30")
  void usedByOneProcess(String what, Observed seen, @Nullable Integer millis) {
    assertThat(CpuUse.ofOneProcess(Observed.at(20), Observed.at(30), seen.cpu()))
        .isEqualTo(millis == null ? null : Duration.ofMillis(millis));
    assertThat(CpuUse.ofOneProcess(Observed.at(30), Observed.at(30), seen.cpu())).isNull();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("between20And30")
  void used(String what, Observed seen, @Nullable Integer millis) {
    assertThat(CpuUse.between(Observed.at(20), Observed.at(30), seen.cpu()))
        .isEqualTo(millis == null ? null : Duration.ofMillis(millis));
  }
}
