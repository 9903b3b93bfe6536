package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurveyPaceTest {

  @ParameterizedTest
  @CsvSource({"2, 1, 0, 2000", "2, 1, 0.5, 3000", "11, 150, 0, 11000", "2, 1000, 0.5, 15000"})
  void settle_waitsForAPeriod_orForTenMillisPerMember(
      int periodSeconds, int connections, double random, int expectedMillis) {
    assertThat(SurveyPace.settle(Duration.ofSeconds(periodSeconds), connections, random))
        .isEqualTo(Duration.ofMillis(expectedMillis));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 9, 0, 3000",
    "2, 9, 0.5, 4000",
    "200, 9, 0.5, 300000",
    "300, 9, 0.5, 300000",
    "3000, 100000, 0.5, 3000000"
  })
  void nextCount_doublesUpToFiveMinutes_orThirtyMillisPerMember(
      int previousSeconds, int connections, double random, int expectedMillis) {
    assertThat(SurveyPace.nextCount(Duration.ofSeconds(previousSeconds), connections, random))
        .isEqualTo(Duration.ofMillis(expectedMillis));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0, true", // there is none yet
    "9, 9, 1, false",
    "9, 10, 1, true",
    "9, 9, 11, true", // too old
    "990, 999, 1, false", // within a hundredth
    "980, 999, 1, true",
    "1000, 1000, 60, false", // a large list is good for longer
    "1000, 1000, 70, true",
    "0, 1001, 70, false", // too large
  })
  void listIsDue_whenItIsMissing_orWrong_orOld(
      int listed, int counted, int ageMinutes, boolean due) {
    assertThat(SurveyPace.listIsDue(listed, counted, Duration.ofMinutes(ageMinutes)))
        .isEqualTo(due);
  }

  @Test
  void listIsWhole_unlessAServerIsMissing() {
    assertThat(SurveyPace.listIsWhole(9, 9)).isTrue();
    assertThat(SurveyPace.listIsWhole(12, 9)).isTrue();
    assertThat(SurveyPace.listIsWhole(6, 9)).isFalse();
    assertThat(SurveyPace.listIsWhole(995, 1_000)).isTrue();
    assertThat(SurveyPace.listIsWhole(667, 1_000)).isFalse();
  }

  @Test
  void beforeList_isTenListsASecondInAll() {
    assertThat(SurveyPace.beforeList(1_000, 0.5)).isEqualTo(Duration.ofSeconds(50));
    assertThat(SurveyPace.beforeList(3, 0)).isEqualTo(Duration.ZERO);
  }
}
