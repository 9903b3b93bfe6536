package io.breakwater.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

/** What the checker is to say of a tale. */
final class Verdicts {
  private Verdicts() {}

  static void violates(Tale tale, Invariant invariant, String id, String... words) {
    assertThat(tale.check().violations())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.invariant()).isEqualTo(invariant);
              assertThat(violation.id()).isEqualTo(id);
              assertThat(violation.sentence()).contains(words);
            });
  }

  static void holds(Tale tale) {
    assertThat(tale.check().violations()).isEmpty();
  }
}
