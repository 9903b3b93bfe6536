package io.breakwater.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.client.MessageId;
import org.junit.jupiter.api.Test;

class SilencesTest {
  private static final String STREAM = "orders.>";
  private static final long SECOND = Silences.PROBE_NANOS;

  private final Silences silences = new Silences();

  private static OutboxEntry entry(long number) {
    return new OutboxEntry(number, "orders.new", MessageId.of("m" + number), 1, 0, null);
  }

  @Test
  void streamThatDoesNotAnswer_getsOneMessageASecond() {
    for (int i = 1; i <= 300; i++) {
      silences.met(STREAM, entry(i), 0);
    }
    assertThat(silences.lets("other", entry(999), 0)).isTrue();
    int sent = 0;
    for (long now = 0; now < 10 * SECOND; now += SECOND / 4) {
      for (OutboxEntry due : silences.due(now)) {
        assertThat(silences.lets(STREAM, due, now)).isTrue();
        assertThat(silences.lets(STREAM, entry(1_000 + sent), now)).isFalse();
        silences.met(STREAM, due, now);
        sent++;
      }
    }
    assertThat(sent).isEqualTo(10);
  }

  @Test
  void oneAnswer_letsAllGo_theOldestFirst() {
    OutboxEntry first = entry(1);
    silences.met(STREAM, entry(3), 0);
    silences.met(STREAM, first, 0);
    silences.met(STREAM, entry(2), 0);
    assertThat(silences.due(0)).containsExactly(first);
    assertThat(silences.lets(STREAM, first, 0)).isTrue();
    assertThat(silences.answered(first.probing)).extracting(entry -> entry.number).contains(2L, 3L);
    assertThat(silences.isEmpty()).isTrue();
    assertThat(silences.lets(STREAM, entry(4), 1)).isTrue();
  }

  @Test
  void messageThatMeetsSilenceWhereOthersWouldNot_doesNotKeepThemWaiting() {
    OutboxEntry denied = entry(1);
    OutboxEntry good = entry(2);
    silences.met(STREAM, denied, 0);
    silences.met(STREAM, good, 0);
    assertThat(silences.due(0)).containsExactly(denied);
    assertThat(silences.lets(STREAM, denied, 0)).isTrue();
    denied.unheard++;
    silences.met(STREAM, denied, SECOND);
    assertThat(silences.due(SECOND)).containsExactly(good);
  }

  @Test
  void messageThatHasEnded_isNotSent_andAStreamThatNobodyWaitsForIsForgotten() {
    OutboxEntry cancelled = entry(1);
    silences.met(STREAM, cancelled, 0);
    silences.remove(cancelled);
    assertThat(silences.due(0)).isEmpty();
    assertThat(silences.isEmpty()).isTrue();
  }
}
