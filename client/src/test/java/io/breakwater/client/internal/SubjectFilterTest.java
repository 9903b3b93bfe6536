package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectFilterTest {

  @ParameterizedTest
  @CsvSource({
    "a, a, true",
    "a, b, false",
    "a, a.b, false",
    "a.b, a, false",
    "*, a, true",
    "*, a.b, false",
    "a.*, a.b, true",
    "a.*.c, a.b.c, true",
    "a.*.c, a.b.d, false",
    ">, a, true",
    ">, a.b.c, true",
    "a.>, a, false",
    "a.>, a.b, true",
    "a.>, a.b.c, true",
    "a.>, b.b, false",
    "*.b, a.b, true",
    "ab, a, false",
    "a, ab, false",
  })
  void filter_coversASubject(String filter, String subject, boolean covers) {
    assertThat(SubjectFilter.of(filter).covers(subject)).isEqualTo(covers);
  }

  @Test
  void wildcards_areWholeTokens() {
    assertThat(SubjectFilter.of("a.*").hasWildcard()).isTrue();
    assertThat(SubjectFilter.of(">").hasWildcard()).isTrue();
    assertThat(SubjectFilter.of("a*.b>").hasWildcard()).isFalse();
  }
}
