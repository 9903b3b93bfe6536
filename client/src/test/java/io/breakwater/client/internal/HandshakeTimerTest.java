package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Times in milliseconds, on a clock that may be negative. */
class HandshakeTimerTest {
  private final HandshakeTimer timer = new HandshakeTimer(at(0));

  @Test
  void aHandshakeThatHasNotEnded_showsNothing() {
    assertThat(timer.handshake()).isEmpty();
  }

  @Test
  void theServersPart_isFromConnectToPong_withoutTheWay_norWhatThisSideDid() {
    timer.reading(at(20));
    timer.info(at(60));
    timer.reading(at(70));
    timer.sending(at(500));
    timer.sending(at(510));
    timer.pong(at(650));
    Handshake handshake = timer.handshake().orElseThrow();
    assertThat(handshake.lasted()).isEqualTo(Duration.ofMillis(590));
    assertThat(handshake.service()).isEqualTo(Duration.ofMillis(130));
    assertThat(handshake.withWayAtMost(Duration.ofMillis(5)).service())
        .isEqualTo(Duration.ofMillis(145));
    assertThat(handshake.withWayAtMost(Duration.ofMillis(90))).isEqualTo(handshake);
  }

  @Test
  void anInfoThatWasQuick_tellsOfTheWayToo() {
    timer.reading(at(300));
    timer.info(at(310));
    timer.sending(at(311));
    timer.pong(at(401));
    assertThat(timer.handshake().orElseThrow().way()).isEqualTo(Duration.ofMillis(155));
    assertThat(timer.handshake().orElseThrow().service()).isEqualTo(Duration.ZERO);
  }

  @Test
  void tls_countsWhatThisSideWaitedForTheOther() {
    timer.reading(at(10));
    timer.info(at(30));
    timer.secured(Duration.ofMillis(50));
    timer.sending(at(400));
    timer.pong(at(430));
    // 50 - 10 for TLS, 30 - 10 for the rest.
    assertThat(timer.handshake().orElseThrow().service()).isEqualTo(Duration.ofMillis(60));
  }

  private static long at(int millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis) - TimeUnit.DAYS.toNanos(1);
  }
}
