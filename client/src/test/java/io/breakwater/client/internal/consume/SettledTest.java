package io.breakwater.client.internal.consume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettledTest {
  private static final long LONG = Settled.TIME.toNanos();

  private final Settled settled = new Settled();

  @Test
  void leaderThatWasJustElected_isNotBelieved_untilItHasSaidTheSameForAWhile() {
    assertThat(settled.by(true, "a", 0)).isFalse();
    assertThat(settled.by(true, "a", 10_000_000)).isFalse();
    assertThat(settled.by(true, "a", LONG)).isTrue();
  }

  @Test
  void anotherLeader_beginsAnew_andNoneIsNotBelievedAtAll() {
    assertThat(settled.by(true, "a", 0)).isFalse();
    assertThat(settled.by(true, "b", LONG)).isFalse();
    assertThat(settled.by(true, null, 2 * LONG)).isFalse();
    assertThat(settled.by(true, null, 3 * LONG)).isFalse();
    assertThat(settled.by(true, "b", 4 * LONG)).isFalse();
    assertThat(settled.by(true, "b", 5 * LONG)).isTrue();
  }

  @Test
  void leaderThatSaidSomethingElseMeanwhile_beginsAnew() {
    assertThat(settled.by(true, "a", 0)).isFalse();
    settled.forget();
    assertThat(settled.by(true, "a", LONG)).isFalse();
  }

  @Test
  void serverThatIsAlone_isBelievedAtOnce() {
    assertThat(settled.by(false, null, 0)).isTrue();
  }
}
