package io.breakwater.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceArgumentsTest {

  @Test
  void nothingSaid_isAHeartbeatEachFiveSecondsAndNoFile() {
    ServiceArguments arguments = ServiceArguments.parse(List.of(), Map.of());
    assertThat(arguments.policyFile()).isEmpty();
    assertThat(arguments.heartbeat()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void anArgument_winsOverItsVariable() {
    ServiceArguments arguments =
        ServiceArguments.parse(
            List.of("--policy", "a.yaml", "--heartbeat", "2s"),
            Map.of("BREAKWATER_POLICY", "b.yaml", "BREAKWATER_HEARTBEAT_INTERVAL", "9s"));
    assertThat(arguments.policyFile()).contains(Path.of("a.yaml"));
    assertThat(arguments.heartbeat()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aVariableAlone_counts() {
    ServiceArguments arguments =
        ServiceArguments.parse(
            List.of(),
            Map.of("BREAKWATER_POLICY", "b.yaml", "BREAKWATER_HEARTBEAT_INTERVAL", "250ms"));
    assertThat(arguments.policyFile()).contains(Path.of("b.yaml"));
    assertThat(arguments.heartbeat()).isEqualTo(Duration.ofMillis(250));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--polcy x | unknown argument --polcy, expected --policy FILE or --heartbeat DURATION",
        "--policy | --policy: expected a value",
        "--heartbeat 5 | --heartbeat: expected a duration such as 5s or 100ms, got \"5\"",
        "--heartbeat 0s | --heartbeat: expected a duration such as 5s or 100ms, got \"0s\"",
      })
  void aMistake_isOneLine(String arguments, String message) {
    assertThatThrownBy(() -> ServiceArguments.parse(List.of(arguments.split(" ")), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
