package io.breakwater.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NatsServerBinaryTest {

  @TempDir private Path directory;

  @Test
  void installedOne_isFoundWithItsVersion() {
    NatsServerBinary binary = NatsServerBinary.find();
    assertThat(binary.path()).isExecutable();
    assertThat(binary.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(find(NatsServerBinary.VARIABLE, binary.path().toString())).isEqualTo(binary);
  }

  @Test
  void missingOnPath_saysWhatToDo() {
    assertThatThrownBy(() -> find("PATH", directory.toString()))
        .isInstanceOf(BrokerException.class)
        .hasMessage(
            "nats-server not found on PATH: install it (apt-get install nats-server)"
                + " or set BREAKWATER_BROKER_BINARY");
  }

  @Test
  void namedFile_thatIsMissing_notExecutable_orSomethingElse() throws IOException {
    Path file = directory.resolve("program");
    assertRefused(file, "BREAKWATER_BROKER_BINARY names " + file + ", which is not a file");
    Files.writeString(file, "#!/bin/sh\necho something else\n");
    assertRefused(file, "BREAKWATER_BROKER_BINARY names " + file + ", which is not executable");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    assertRefused(file, file + " is not a nats-server: --version did not say one");
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> find(NatsServerBinary.VARIABLE, file.toString()))
        .isInstanceOf(BrokerException.class)
        .hasMessage(message);
  }

  private static NatsServerBinary find(String variable, String value) {
    return NatsServerBinary.find(Map.of(variable, value));
  }
}
