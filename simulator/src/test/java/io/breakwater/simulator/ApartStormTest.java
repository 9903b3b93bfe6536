package io.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The simulator beside real storms whose broker and clients had processors of their own ({@code
 * drill storm --broker-cores 1}): C is the broker's, and what the clients' processor did is known.
 */
class ApartStormTest {
  private static final StormTable TABLE = new StormTable();

  /** Each was drilled once. */
  @ParameterizedTest
  @CsvSource({
    "150-bcrypt, fixed",
    "150-bcrypt, jitter",
    "150-bcrypt, full-jitter",
    "150-bcrypt, decorrelated",
    "150-bcrypt, spread",
    "1000-tls, fixed",
    "1000-tls, jitter",
    "1000-tls, full-jitter",
    "1000-tls, decorrelated",
    "1000-tls, spread",
    "10000-none, fixed",
    "10000-none, jitter",
    "10000-none, full-jitter",
    "10000-none, decorrelated",
    "10000-none, spread",
  })
  void collapseIsForetold_andTheMediansAreNear(String storm, String arm) {
    KeptStorm kept = KeptStorm.read("storm-apart/" + storm);
    Ensemble runs = kept.simulated(arm);
    Result real = kept.real(arm);
    TABLE.add(storm, arm, real, runs);
    boolean collapsed = real.t50Seconds() == null;
    assertThat(runs.runs())
        .allSatisfy(run -> assertThat(Double.isInfinite(run.t50Seconds())).isEqualTo(collapsed));
    int all = runs.runs().size();
    assertThat(runs.complete()).isBetween(collapsed ? 0 : all * 19 / 20, collapsed ? 0 : all);
    assertThat(StormTable.figures(real, runs))
        .allSatisfy(figure -> assertThat(figure.near() || !figure.came()).isTrue());
  }

  @AfterAll
  static void writeTable() throws IOException {
    TABLE.write("apart-storms.md");
  }
}
