package io.breakwater.client.internal.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatienceTest {
  @Test
  void streamWithoutALeader_isWaitedForBrieflyAtFirst_andASlowServerInTheEnd() {
    Patience patience = new Patience();
    List<Duration> limits = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      limits.add(patience.limit());
      patience.unanswered();
    }
    assertThat(limits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 5L, 5L);
    patience.answered();
    assertThat(patience.limit()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void whatDoesNotAnswer_isAskedAgainSooner_thanWhatRefuses() {
    assertThat(lastOfTen(true)).isEqualTo(Duration.ofSeconds(3));
    assertThat(lastOfTen(false)).isEqualTo(Duration.ofSeconds(10));
  }

  private static Duration lastOfTen(boolean unanswered) {
    Pause pause = new Pause();
    Duration last = pause.next(unanswered);
    assertThat(last).isEqualTo(Duration.ofMillis(250));
    for (int i = 0; i < 9; i++) {
      last = pause.next(unanswered);
    }
    return last;
  }
}
