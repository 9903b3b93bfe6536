package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsumerSpecTest {

  @Test
  void retries_doubleUpToTheLongest() {
    ConsumerSpec spec = Jobs.spec().withRetry(Duration.ofSeconds(1), Duration.ofSeconds(10));
    assertThat(spec.retryAfter(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(spec.retryAfter(2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(spec.retryAfter(4)).isEqualTo(Duration.ofSeconds(8));
    assertThat(spec.retryAfter(5)).isEqualTo(Duration.ofSeconds(10));
    assertThat(spec.retryAfter(Long.MAX_VALUE)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void filters_areNoneUnlessTheyAreSet() {
    assertThat(Jobs.spec().filterSubjects()).isEmpty();
    assertThat(
            ConsumerSpec.of("JOBS", Jobs.worker().filterSubject("job.a").build(), "dead.job")
                .filterSubjects())
        .containsExactly("job.a");
  }
}
