package io.breakwater.lab.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is told of a backlog, and of which nothing is. */
class BacklogTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** So many, at equal distances. */
  private static List<Instant> begun(int jobs, int everyMillis) {
    return IntStream.range(0, jobs)
        .mapToObj(i -> START.plusMillis((long) i * everyMillis))
        .toList();
  }

  @Test
  void nineOfTen_overTheTimeThatTheyTook() {
    Backlog backlog = Backlog.of(begun(20, 200), 5.0);
    assertThat(backlog.jobs()).isEqualTo(20);
    assertThat(backlog.seconds()).isEqualTo(3.4);
    assertThat(backlog.perSecond()).isEqualTo(18 / 3.4);
    assertThat(backlog.unmeasured()).isNull();
  }

  @Test
  void oneThatComesLate_isNotTheBacklog() {
    List<Instant> begun = new ArrayList<>(begun(19, 100));
    begun.add(START.plusSeconds(15));
    assertThat(Backlog.of(begun, 5.0).seconds()).isEqualTo(1.7);
  }

  @Test
  void goneWithinASecond_isARateOverASecond() {
    assertThat(Backlog.of(begun(20, 1), 5.0).perSecond()).isEqualTo(18);
    assertThat(Backlog.of(begun(20, 1), 18.0).perSecond()).isEqualTo(18);
  }

  @Test
  void tooFewToTell_saysWhy() {
    assertThat(Backlog.of(List.of(), 5.0)).isEqualTo(none(0, "0 jobs waited, fewer than 10"));
    assertThat(Backlog.of(begun(1, 1), 5.0)).isEqualTo(none(1, "1 job waited, fewer than 10"));
    assertThat(Backlog.of(begun(20, 1), 18.1))
        .isEqualTo(none(20, "20 jobs waited, fewer than come in a second"));
    assertThat(Backlog.of(begun(20, 1), null)).isEqualTo(none(20, "no steady rate is known"));
    assertThat(Backlog.of(begun(20, 1), 0.0)).isEqualTo(none(20, "no steady rate is known"));
  }

  private static Backlog none(int jobs, String why) {
    return new Backlog(jobs, null, null, why);
  }
}
