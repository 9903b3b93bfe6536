package io.breakwater.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is called while somebody wants to be left alone. */
class TurnsTest {
  private static final URI A = URI.create("http://a");
  private static final URI B = URI.create("http://b");

  private final Turns turns = new Turns(List.of(A, B));

  @Test
  void nobodyWantsARest_eachInTurn() {
    assertThat(List.of(turns.gateway(0, 0), turns.gateway(1, 0), turns.gateway(2, 0)))
        .containsExactly(A, B, A);
    assertThat(turns.rest(A, 0)).isZero();
  }

  @Test
  void oneWantsARest_theOtherIsCalled_untilItIsOver() {
    turns.wants(A, Duration.ofNanos(10), 5);
    assertThat(turns.gateway(0, 14)).isEqualTo(B);
    assertThat(turns.gateway(1, 14)).isEqualTo(B);
    assertThat(turns.gateway(0, 15)).isEqualTo(A);
  }

  @Test
  void allWantARest_theFirstWhoseRestIsOver_isWaitedFor() {
    turns.wants(A, Duration.ofNanos(20), 0);
    turns.wants(B, Duration.ofNanos(10), 0);
    assertThat(turns.gateway(0, 4)).isEqualTo(B);
    assertThat(turns.gateway(1, 4)).isEqualTo(B);
    assertThat(turns.rest(B, 4)).isEqualTo(Duration.ofNanos(6));
  }

  @Test
  void oneAlone_isWaitedFor() {
    Turns alone = new Turns(List.of(A));
    alone.wants(A, Duration.ofNanos(10), 0);
    assertThat(alone.gateway(7, 3)).isEqualTo(A);
  }
}
