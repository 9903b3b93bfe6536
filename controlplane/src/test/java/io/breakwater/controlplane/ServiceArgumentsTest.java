package io.breakwater.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceArgumentsTest {
  private static final Set<String> OPTIONS = Set.of("slots", "labels");

  @Test
  void nothingSaid_isAHeartbeatEachFiveSecondsAndNoFile() {
    ServiceArguments arguments = ServiceArguments.parse(List.of(), Map.of(), OPTIONS);
    assertThat(arguments.policyFile()).isEmpty();
    assertThat(arguments.heartbeat()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void anArgument_winsOverItsVariable() {
    ServiceArguments arguments =
        ServiceArguments.parse(
            List.of("--policy", "a.yaml", "--heartbeat", "2s"),
            Map.of("BREAKWATER_POLICY", "b.yaml", "BREAKWATER_HEARTBEAT_INTERVAL", "9s"),
            OPTIONS);
    assertThat(arguments.policyFile()).contains(Path.of("a.yaml"));
    assertThat(arguments.heartbeat()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aVariableAlone_counts() {
    ServiceArguments arguments =
        ServiceArguments.parse(
            List.of(),
            Map.of("BREAKWATER_POLICY", "b.yaml", "BREAKWATER_HEARTBEAT_INTERVAL", "250ms"),
            OPTIONS);
    assertThat(arguments.policyFile()).contains(Path.of("b.yaml"));
    assertThat(arguments.heartbeat()).isEqualTo(Duration.ofMillis(250));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--polcy x | unknown argument --polcy, expected --heartbeat, --labels, --metrics, --policy,"
            + " --replicas, --slots",
        "polcy x | unknown argument polcy, expected --heartbeat, --labels, --metrics, --policy,"
            + " --replicas, --slots",
        "--policy | --policy: expected a value",
        "--heartbeat 5 | --heartbeat: expected a duration such as 5s or 100ms, got \"5\"",
        "--heartbeat 0s | --heartbeat: expected a duration such as 5s or 100ms, got \"0s\"",
        "--replicas 0 | --replicas: expected a number from 1 to 5, got \"0\"",
        "--slots many | --slots: expected a number from 1 to 9, got \"many\"",
        "--labels =x | --labels: expected pairs such as a=1,b=2, got \"=x\"",
      })
  void aMistake_isOneLine(String arguments, String message) {
    assertThatThrownBy(
            () -> {
              ServiceArguments parsed =
                  ServiceArguments.parse(List.of(arguments.split(" ")), Map.of(), OPTIONS);
              parsed.heartbeat();
              parsed.replicas();
              parsed.number("slots", 1, 1, 9);
              parsed.pairs("labels");
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void listsAndPairs_areSeparatedByCommas() {
    ServiceArguments arguments =
        ServiceArguments.parse(
            List.of("--labels", "zone=a, gpu="), Map.of("BREAKWATER_SLOTS", "3"), OPTIONS);
    assertThat(arguments.pairs("labels")).isEqualTo(Map.of("zone", "a", "gpu", ""));
    assertThat(arguments.number("slots", 1, 1, 9)).isEqualTo(3);
    assertThat(arguments.list("topics")).isEmpty();
  }
}
