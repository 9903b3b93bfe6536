package io.breakwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindingTest {
  @Test
  void coldStart() {
    assertThat(Finding.of(Samples.coldStart()))
        .isEqualTo(
            "retry-within-budget: 0 restarts, ready 1.9 s after the broker;"
                + " fail-fast: 27 restarts, ready after 38.2 s");
    assertThat(Finding.ready(Samples.coldStart()))
        .isEqualTo(
            "Ready replicas: fail-fast all after 38.2 s; retry-within-budget all after 1.9 s");
  }

  @Test
  void flap() {
    assertThat(Finding.of(Samples.flap()))
        .isEqualTo(
            "spread: all 9 back in 2.1 s, at most 2 attempts per 100 ms;"
                + " jnats: all 9 back in 4.3 s, 9 attempts at once, 6,012 messages lost");
    assertThat(Finding.attempts(Samples.flap()))
        .isEqualTo("Attempts per 100 ms: jnats peaks at 9; spread peaks at 2");
    assertThat(Finding.brokerCpu(Samples.flap()))
        .isEqualTo("Broker CPU while recovering: jnats took 1.3 s; spread took 1.2 s");
  }

  @Test
  void oneOfAKind_isSingular() {
    Arm arm =
        Samples.arm(
            "a",
            Samples.result(1, 1, 0.5).peakAttemptsPer100ms(1).restarts(1).lost(1L).build(),
            null);
    assertThat(Finding.clause(Samples.flap(), arm))
        .isEqualTo("all 1 back in 0.50 s, at most 1 attempt per 100 ms, 1 restart, 1 message lost");
  }

  @Test
  void notRecovered_saysHowMany_notWhen() {
    Arm never = Samples.arm("a", Samples.result(1500, 6, null).build(), null);
    assertThat(Finding.clause(Samples.flap(), never)).isEqualTo("only 6 of 1,500 back");
    assertThat(Finding.clause(Samples.coldStart(), never))
        .isEqualTo("0 restarts, not all ready at the end");
    assertThat(Finding.connected(Samples.journal("flap", null, never, never)))
        .isEqualTo("Connected replicas: a never all; a never all");
  }

  @Test
  void tier_isToldByThoseWhoWereDropped_andByWhatBecameOfThem() {
    Arm most =
        Samples.arm(
            "a",
            Samples.result(30, 29, 0.0)
                .dropped(10)
                .longestOutageSeconds(2.3)
                .boundSeconds(0.004)
                .ratio(900.0)
                .peakAttemptsPer100ms(2)
                .restarts(0)
                .blindSeconds(61.5)
                .zombies(1)
                .closedReplicas(1)
                .build(),
            null);
    assertThat(Finding.clause(Samples.flap(), most))
        .isEqualTo(
            "10 of 30 dropped, each back within 2.3 s, at most 2 attempts per 100 ms,"
                + " blind for up to 61.5 s, 1 zombie, 1 closed for good");
    assertThat(Finding.connected(Samples.journal("stall", null, most, most)))
        .isEqualTo("Connected replicas: a each back within 2.3 s; a each back within 2.3 s");
    Arm none = Samples.arm("a", Samples.result(30, 30, 0.0).dropped(0).restarts(0).build(), null);
    assertThat(Finding.clause(Samples.flap(), none)).startsWith("none of 30 dropped");
  }

  @Test
  void storm_isMeasuredByItsBound_andByItsLimit() {
    Arm jitter =
        Samples.arm(
            "jitter",
            Samples.result(150, 0, null).boundSeconds(10.4).peakAttemptsPer100ms(41).build(),
            null);
    Arm full =
        Samples.arm("full-jitter", Samples.result(150, 2, null).boundSeconds(10.4).build(), null);
    Arm spread =
        Samples.arm(
            "spread",
            Samples.result(150, 150, 10.93)
                .boundSeconds(10.4)
                .ratio(1.048)
                .peakAttemptsPer100ms(2)
                .build(),
            null);
    assertThat(Finding.of(storm(60.0, jitter, full, spread)))
        .isEqualTo("spread: all 150 back in 10.9 s, 1.05 of the bound; jitter: none after 60 s");
    assertThat(Finding.of(storm(1.5, full, spread)))
        .endsWith("full-jitter: only 2 of 150 after 1.5 s");
  }

  private static Journal storm(double limitSeconds, Arm... arms) {
    Journal like = Samples.flap();
    return new Journal(
        "storm",
        Status.COMPLETED,
        null,
        like.start(),
        like.end(),
        like.environment(),
        Map.of(Journal.LIMIT_SECONDS, limitSeconds),
        null,
        List.of(arms),
        null);
  }

  @Test
  void podsThatStayedReady_areNeverUnready() {
    Arm stayed = Samples.arm("a", Samples.result(9, 9, 1.0).readinessWentRed(false).build(), null);
    Arm red = Samples.arm("b", Samples.result(9, 9, 1.0).timeToReadySeconds(1.9).build(), null);
    assertThat(Finding.ready(Samples.journal("flap", null, stayed, red)))
        .isEqualTo("Ready replicas: a never unready; b all after 1.9 s");
  }

  @Test
  void unmeasured_isNotMentioned() {
    Arm empty = Samples.arm("a", Result.builder().build(), null);
    assertThat(Finding.clause(Samples.flap(), empty)).isEqualTo("nothing measured");
    assertThat(Finding.clause(Samples.coldStart(), empty)).isEqualTo("nothing measured");
    assertThat(Finding.clause(Samples.flap(), Samples.arm("a", null, null))).isEqualTo("no result");
    assertThat(Finding.brokerCpu(Samples.coldStart())).isEqualTo("Broker CPU while recovering");
  }

  @Test
  void abortedAndFailed_sayWhy() {
    assertThat(Finding.of(ended(Status.ABORTED, "interrupted"))).isEqualTo("Aborted: interrupted");
    assertThat(Finding.of(ended(Status.FAILED, "port 4222 is taken")))
        .isEqualTo("Failed: port 4222 is taken");
    assertThat(Finding.of(ended(Status.ABORTED, null))).isEqualTo("Aborted: no arm has run");
  }

  @Test
  void sameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      String english = Finding.of(Samples.flap());
      Locale.setDefault(Locale.GERMANY);
      assertThat(Finding.of(Samples.flap())).isEqualTo(english);
    } finally {
      Locale.setDefault(before);
    }
  }

  private static Journal ended(Status status, @Nullable String message) {
    Journal like = Samples.flap();
    return new Journal(
        "flap",
        status,
        message,
        like.start(),
        like.end(),
        like.environment(),
        Map.of(),
        null,
        List.of(),
        null);
  }
}
