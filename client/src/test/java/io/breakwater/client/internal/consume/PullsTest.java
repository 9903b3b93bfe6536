package io.breakwater.client.internal.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PullsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Pulls pulls = new Pulls();

  @Test
  void whatCame_andWhatWillNot_isNoLongerOutstanding() {
    String first = pulls.began(5, 0);
    String second = pulls.began(3, 0);
    assertThat(pulls.outstanding()).isEqualTo(8);
    pulls.received();
    pulls.received();
    assertThat(pulls.outstanding()).isEqualTo(6);
    // Whichever of the two the messages belonged to.
    pulls.ended(second, 1);
    assertThat(pulls.outstanding()).isEqualTo(5);
    pulls.ended(first, 5);
    assertThat(pulls.outstanding()).isZero();
  }

  @Test
  void endWithoutANumber_endsAllThatItAskedFor() {
    String only = pulls.began(4, 0);
    pulls.ended(only, -1);
    pulls.ended(only, -1);
    assertThat(pulls.outstanding()).isZero();
  }

  /** Looks as a consumer does, once a second; returns after how many something is overdue. */
  private int looksUntilOverdue(long fromNanos) {
    for (int look = 1; look <= 20; look++) {
      if (pulls.overdue(fromNanos + look * SECOND)) {
        return look;
      }
    }
    return -1;
  }

  @Test
  void fetchOfWhichNothingIsHeard_isOverdueAfterSixSeconds() {
    pulls.began(1, 0);
    assertThat(looksUntilOverdue(0)).isEqualTo(6);
    pulls.received();
    assertThat(pulls.overdue(7 * SECOND)).isFalse();
  }

  @Test
  void fetchThatTheServerSaysIsOpen_isNotOverdue() {
    pulls.began(1, 0);
    for (int second = 1; second < 60; second++) {
      if (second % 2 == 0) {
        pulls.heard();
      }
      assertThat(pulls.overdue(second * SECOND)).isFalse();
    }
  }

  @Test
  void processThatStoodStill_hasNotHeardBecauseOfThat() {
    pulls.began(1, 0);
    assertThat(pulls.overdue(60 * SECOND)).isFalse();
    assertThat(pulls.overdue(60 * SECOND + 1)).isFalse();
  }

  @Test
  void fetchThatWasFulfilled_isForgotten_andOverdueNoMore() {
    String fulfilled = pulls.began(1, 0);
    pulls.received();
    assertThat(looksUntilOverdue(0)).isEqualTo(-1);
    String next = pulls.began(2, 30 * SECOND);
    assertThat(looksUntilOverdue(30 * SECOND)).isEqualTo(6);
    pulls.ended(fulfilled, -1);
    assertThat(pulls.outstanding()).isEqualTo(2);
    pulls.ended(next, 2);
    assertThat(pulls.outstanding()).isZero();
  }

  @Test
  void moreThanWasAskedFor_isNotOwed() {
    pulls.received();
    assertThat(pulls.outstanding()).isZero();
  }
}
