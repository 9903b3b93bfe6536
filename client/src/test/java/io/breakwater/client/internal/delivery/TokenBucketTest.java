package io.breakwater.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;

  @Test
  void firstToken_isThere_theNextAfterItsTime() {
    TokenBucket bucket = new TokenBucket(10, 0);
    assertThat(bucket.take(0)).isTrue();
    assertThat(bucket.take(99 * MILLI)).isFalse();
    assertThat(bucket.nanosUntilNext(99 * MILLI)).isBetween(MILLI - 1, MILLI + 1);
    assertThat(bucket.take(101 * MILLI)).isTrue();
  }

  @Test
  void timeThatWasMissed_isNotMadeUpFor() {
    TokenBucket bucket = new TokenBucket(1_000, 0);
    int taken = 0;
    while (bucket.take(60 * SECOND)) {
      taken++;
    }
    assertThat(taken).isEqualTo(7);
  }

  @Test
  void tokenGivenBack_canBeTakenAgain() {
    TokenBucket bucket = new TokenBucket(1, 0);
    assertThat(bucket.take(0)).isTrue();
    bucket.giveBack();
    assertThat(bucket.take(0)).isTrue();
    assertThat(bucket.take(0)).isFalse();
  }

  @Test
  void clockThatStandsStillOrStepsBack_givesNothing() {
    TokenBucket bucket = new TokenBucket(1, SECOND);
    assertThat(bucket.take(SECOND)).isTrue();
    assertThat(bucket.take(0)).isFalse();
    assertThat(bucket.take(0)).isFalse();
  }

  /** However irregularly the caller comes: no 100 ms see more than 1.1 times their share. */
  @ParameterizedTest
  @ValueSource(doubles = {50, 1_000, 10_000, 123_456})
  void no100Millis_seeMoreThanTheirShare(double perSecond) {
    Random random = new Random(7);
    TokenBucket bucket = new TokenBucket(perSecond, 0);
    Deque<Long> window = new ArrayDeque<>();
    long most = 0;
    long taken = 0;
    long now = 0;
    while (now < 5 * SECOND) {
      now += (long) (random.nextDouble() * (random.nextInt(20) == 0 ? 60 : 3) * MILLI);
      while (bucket.take(now)) {
        window.addLast(now);
        taken++;
      }
      while (!window.isEmpty() && window.getFirst() <= now - 100 * MILLI) {
        window.removeFirst();
      }
      most = Math.max(most, window.size());
    }
    assertThat((double) most).isLessThanOrEqualTo(Math.max(1.1 * perSecond / 10, 6));
    assertThat((double) taken).isGreaterThan(0.3 * 5 * perSecond);
  }

  @Test
  void whatOthersSend_isPartOfTheRate_andLeavesATenthOfIt() {
    for (int others : new int[] {0, 2_000, 50_000}) {
      TokenBucket bucket = new TokenBucket(3_000, 0);
      int taken = 0;
      for (long now = 0; now < 10 * SECOND; now += MILLI) {
        bucket.charge(others / 1_000, now);
        while (bucket.take(now)) {
          taken++;
        }
      }
      assertThat(taken / 10).isCloseTo(Math.max(300, 3_000 - others), within(10));
    }
  }
}
