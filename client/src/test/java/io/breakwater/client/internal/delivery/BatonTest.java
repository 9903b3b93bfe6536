package io.breakwater.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who sends, and who is next. */
class BatonTest {
  private final Baton baton = new Baton();

  @Test
  void oneCaller_hasIt_atATime() {
    assertThat(baton.takeAsCaller()).isTrue();
    assertThat(baton.takeAsCaller()).isFalse();
    assertThat(baton.giveUpAsCaller()).isFalse();
    assertThat(baton.takeAsCaller()).isTrue();
  }

  @Test
  void pumpThatAsks_isNext_howeverManyCallersThereAre() {
    assertThat(baton.takeAsCaller()).isTrue();
    assertThat(baton.takeAsPump()).isFalse();
    assertThat(baton.takeAsPump()).isFalse();
    assertThat(baton.giveUpAsCaller()).isTrue();

    assertThat(baton.takeAsCaller()).isFalse();
    assertThat(baton.takeAsPump()).isTrue();
  }

  @Test
  void pump_keepsIt_untilItGivesItUp() {
    assertThat(baton.takeAsPump()).isTrue();
    assertThat(baton.takeAsCaller()).isFalse();
    assertThat(baton.takeAsPump()).isTrue();
    baton.giveUpAsPump();
    assertThat(baton.takeAsCaller()).isTrue();
  }
}
