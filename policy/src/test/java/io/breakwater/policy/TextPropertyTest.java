package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextPropertyTest {
  private static final long YEAR_NANOS = 365L * 86_400 * 1_000_000_000L;

  @Property
  void durations_roundTrip(@ForAll @LongRange(max = YEAR_NANOS) long nanos) {
    Duration duration = Duration.ofNanos(nanos);
    assertThat(DurationText.parse(DurationText.format(duration))).contains(duration);
  }

  @Property
  void sizes_roundTrip(@ForAll @LongRange(max = 999_999_999_999_999_999L) long bytes) {
    assertThat(SizeText.parse(SizeText.format(bytes))).hasValue(bytes);
  }

  @Property
  void anyText_isADurationAndASizeOrIsNot_butNeverThrows(@ForAll String text) {
    assertThat(DurationText.parse(text)).isNotNull();
    assertThat(SizeText.parse(text)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "10s, 10000",
    "500ms, 500",
    "2m, 120000",
    "1m45s, 105000",
    "1h, 3600000",
    "0s, 0",
    "1h0m0s, 3600000",
    "8760h, 31536000000"
  })
  void durations_areRead(String text, long millis) {
    assertThat(DurationText.parse(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "2",
        "s",
        "2 s",
        "-2s",
        "+2s",
        "1.5s",
        "2S",
        "2sec",
        "2 lightyears",
        "45s1m",
        "1s1s",
        "8761h",
        "999999999999999999h",
        "9999999999999999999s",
        "PT2S",
        "2s ",
        "0x2s",
        "٢s"
      })
  void whatIsNoDuration_isNotGuessed(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "8MiB, 8388608",
    "512KiB, 524288",
    "1000B, 1000",
    "1MB, 1000000",
    "3KB, 3000",
    "2GiB, 2147483648",
    "1GB, 1000000000",
    "0B, 0"
  })
  void sizes_areRead(String text, long bytes) {
    assertThat(SizeText.parse(text)).hasValue(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "8",
        "8M",
        "8mb",
        "8 MiB",
        "-1B",
        "1.5MiB",
        "8Mib",
        "iB",
        "999999999999999999GiB"
      })
  void whatIsNoSize_isNotGuessed(String text) {
    assertThat(SizeText.parse(text)).isEmpty();
  }

  @Example
  void formats_areTheShortest() {
    assertThat(DurationText.format(Duration.ofSeconds(105))).isEqualTo("1m45s");
    assertThat(DurationText.format(Duration.ofMillis(90_500))).isEqualTo("1m30s500ms");
    assertThat(SizeText.format(8 << 20)).isEqualTo("8MiB");
    assertThat(SizeText.format(1001)).isEqualTo("1001B");
  }
}
