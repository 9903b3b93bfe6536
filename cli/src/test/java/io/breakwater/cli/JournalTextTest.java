package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.HazardRow;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JournalTextTest {
  @Test
  void hazards_sayWhatWasDone_andWhatBecameOfEach() {
    HazardRow hazard =
        new HazardRow(
            15,
            "a rejected attempt, connect timeout 5 s, at a service that fails fast, in one line",
            List.of(
                new HazardRow.End("jnats", false, "knew of its rejection after 5.0 s"),
                new HazardRow.End("bus", true, "knew of its rejection after 0.0 s")));
    assertThat(JournalText.hazards(List.of(hazard)))
        .containsExactly(
            "15  a rejected attempt, connect timeout 5 s, at a service that fails fast, in",
            "    one line",
            "      jnats  not survived  knew of its rejection after 5.0 s",
            "      bus    survived      knew of its rejection after 0.0 s",
            "");
  }

  @Test
  void whatSpeaksAgainstFigures_isNotOverlooked_andFits() {
    assertThat(
            JournalText.warning(
                "C is too small: other processes kept 1.4 of 2 processors busy while it was"
                    + " measured"))
        .containsExactly(
            "CAREFUL: C is too small: other processes kept 1.4 of 2 processors busy while it",
            "         was measured.");
  }
}
