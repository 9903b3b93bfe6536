package io.breakwater.lab.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalPortsTest {
  @TempDir Path folder;

  @Test
  void moreRealClientsThanPorts_areRefused_withWhatIsPossible() throws Exception {
    LocalPorts ports = LocalPorts.of(Files.writeString(folder.resolve("range"), "32768\t60999\n"));
    assertThatCode(() -> ports.check(StormClients.BUS, 28_232)).doesNotThrowAnyException();
    assertThatCode(() -> ports.check(StormClients.LIGHT, 100_000)).doesNotThrowAnyException();
    assertThatThrownBy(() -> ports.check(StormClients.JNATS, 28_233))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "replicas: 28233 jnats clients need as many local ports, and this system has 28232 (");
  }

  @Test
  void aSystemThatDoesNotTell_refusesNobody() throws Exception {
    LocalPorts unknown = LocalPorts.of(Files.writeString(folder.resolve("range"), "some\n"));
    assertThat(unknown).isEqualTo(LocalPorts.of(folder.resolve("missing")));
    assertThatCode(() -> unknown.check(StormClients.BUS, 999_999)).doesNotThrowAnyException();
  }
}
