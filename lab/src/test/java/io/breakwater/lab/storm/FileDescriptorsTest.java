package io.breakwater.lab.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileDescriptorsTest {

  @Test
  void tooMany_saysHowManyArePossible_andHowToRaiseTheLimit() {
    FileDescriptors few = new FileDescriptors(OptionalLong.of(1_024), 100);
    assertThatCode(() -> few.check(724)).doesNotThrowAnyException();
    assertThatThrownBy(() -> few.check(10_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10000 need 10300 file descriptors")
        .hasMessageContaining("at most 724 replicas")
        .hasMessageContaining("ulimit -n 10300");
  }

  @Test
  void aReplicaThatTakesSeveral_countsSoManyTimes() {
    FileDescriptors few = new FileDescriptors(OptionalLong.of(1_024), 100);
    assertThatCode(() -> few.check(241, 3)).doesNotThrowAnyException();
    assertThatThrownBy(() -> few.check(242, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("242 need 1026 file descriptors")
        .hasMessageContaining("at most 241 replicas");
  }

  @Test
  void unknownLimit_isNoLimit() {
    assertThatCode(() -> new FileDescriptors(OptionalLong.empty(), 0).check(1_000_000))
        .doesNotThrowAnyException();
  }

  @Test
  void theLimitOfThisProcess_isRead_andADrillBeyondItIsRefused(@TempDir Path folder) {
    FileDescriptors now = FileDescriptors.now();
    assertThat(now.most()).isPresent();
    assertThat(now.open()).isPositive();
    StormOptions tooMany =
        StormOptions.of(
            List.of(StormArm.of("spread", StormClients.LIGHT)),
            StormOptions.MOST_REPLICAS,
            StormAuthentication.NONE);
    assertThatThrownBy(() -> new StormDrill(tooMany, folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ulimit -n");
  }
}
