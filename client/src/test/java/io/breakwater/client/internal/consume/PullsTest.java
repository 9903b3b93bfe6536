package io.breakwater.client.internal.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PullsTest {
  private static final long LATE = Pulls.EXPIRES.plus(Duration.ofSeconds(6)).toNanos();

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

  @Test
  void fetchThatIsNeitherAnsweredNorEnded_isOverdue() {
    pulls.began(1, 0);
    assertThat(pulls.overdue(Pulls.EXPIRES.toNanos())).isFalse();
    assertThat(pulls.overdue(LATE)).isTrue();
    pulls.received();
    assertThat(pulls.overdue(LATE)).isFalse();
  }

  @Test
  void fetchThatWasFulfilled_isForgotten_andOverdueNoMore() {
    String fulfilled = pulls.began(1, 0);
    pulls.received();
    String next = pulls.began(2, LATE);
    assertThat(pulls.overdue(LATE)).isFalse();
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
