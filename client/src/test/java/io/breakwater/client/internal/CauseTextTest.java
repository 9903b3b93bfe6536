package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CauseTextTest {
  /** As it was once: the line named the system's words the first time, and not the second. */
  @ParameterizedTest
  @CsvSource({"nats-0: Name or service not known", "nats-0: Temporary failure", "nats-0"})
  void unknownHost_isSaidInTheSameWordsEachTime(String jdk) {
    assertThat(CauseText.of(new UnknownHostException(jdk))).isEqualTo("no such host: nats-0");
  }

  @Test
  void whatWrapsAnother_isLookedThrough() {
    assertThat(CauseText.of(new ExecutionException(new TimeoutException()))).isEqualTo("timed out");
    assertThat(CauseText.of(new ExecutionException(new IOException("reset\nmore"))))
        .isEqualTo("reset");
  }

  @Test
  void aPassword_isMasked() {
    assertThat(CauseText.of(new IOException("cannot reach nats://user:hunter2@nats-0:4222")))
        .doesNotContain("hunter2");
  }
}
