package io.breakwater.lab.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StormBrokerTest {
  @TempDir Path parent;

  @Test
  void aBrokerThatCannotBe_leavesNoFolderBehind() throws Exception {
    Path folder = Files.createDirectory(parent.resolve("made"));
    assertThatThrownBy(() -> StormBroker.in(folder, StormAuthentication.BCRYPT, 99, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder).doesNotExist();
  }

  @Test
  void itsFolder_isThereUntilItIsClosed() throws Exception {
    Path folder = Files.createDirectory(parent.resolve("made"));
    try (StormBroker broker = StormBroker.in(folder, StormAuthentication.NKEY, 11, List.of())) {
      assertThat(broker.seed()).hasValueSatisfying(seed -> assertThat(seed).exists());
    }
    assertThat(folder).doesNotExist();
  }
}
