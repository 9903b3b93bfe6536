package io.breakwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages in a journal: their figures, their series, and what is made of them. */
class DeliveryTest {
  @TempDir Path folder;

  private static Arm arm(String name, long lost, long told, boolean held) {
    return new Arm(
        name,
        Map.of(),
        new SteadyState(
            null, new SteadyState.Check("nothing is lost", held, name + " lost " + lost)),
        Result.builder()
            .accepted(100L)
            .lost(lost)
            .duplicated(0L)
            .delivery(Delivery.counted("publish", 3, 0, 100 - lost, told, lost, 2 * lost))
            .build(),
        new Timeline(
            100,
            null,
            null,
            null,
            null,
            new Timeline.Messages(List.of(5, 0, 5), List.of(5, 0, 9), Arrays.asList(0, 4, null)),
            List.of(
                new Timeline.Mark(Timeline.BROKER_DOWN, 0.1),
                new Timeline.Mark(Timeline.BROKER_UP, 0.2),
                new Timeline.Mark(Timeline.BROKER_DOWN, 0.3))),
        List.of(),
        List.of());
  }

  @Test
  void counted_whatNobodyWasToldOf_isTheRest() {
    Delivery delivery = Delivery.counted("publish", 3, 1, 90, 4, 10, 25);
    assertThat(delivery.lostSilently()).isEqualTo(6);
    assertThat(delivery.reportedPerLost()).isEqualTo(2.5);
    assertThat(Delivery.counted("publish", 3, 1, 90, 0, 0, 25).reportedPerLost()).isNull();
  }

  @Test
  void fileAndBack_nothingIsLost() {
    Journal journal =
        Samples.journal("flap", null, arm("jnats", 7, 0, false), arm("bus", 0, 0, true));
    JournalFile.write(folder.resolve(JournalFile.NAME), journal);
    assertThat(JournalFile.read(folder)).isEqualTo(journal);
  }

  @Test
  void outages_eachWithItsEnd_theLastOneMayHaveNone() {
    Timeline timeline = Objects.requireNonNull(arm("bus", 0, 0, true).timeline());
    assertThat(timeline.outages()).containsExactly(List.of(0.1, 0.2), Arrays.asList(0.3, null));
  }

  @Test
  void verdict_isOfTheMessages_notOfReconnects() {
    Journal journal =
        Samples.journal("flap", null, arm("jnats", 7, 0, false), arm("bus", 0, 0, true));
    Comparison comparison = Comparison.of(journal, "jnats", "bus");
    assertThat(comparison.verdict()).isEqualTo(Verdict.CANDIDATE);
    assertThat(comparison.reasons())
        .contains("Messages lost: bus 0, jnats 7 (better).")
        .contains("Of these, without a word: bus 0, jnats 7 (better).");
  }

  @Test
  void report_hasTheFiguresAndTheSeries() {
    String page =
        HtmlReport.render(
            Samples.journal("flap", null, arm("jnats", 7, 0, false), arm("bus", 0, 0, true)));
    assertThat(page)
        .contains("bus lost 0; jnats: jnats lost 7")
        .contains(
            "Messages delivered", "\"held\":[0,4,null]", "\"outages\":[[0.1,0.2],[0.3,null]]");
  }
}
