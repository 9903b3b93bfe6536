package io.breakwater.lab.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodSpecTest {

  private static final PodSpec SPEC = PodSpec.of("p-0", "p", List.of("true"));

  @Test
  void theGracePeriodIsThatOfKubernetes() {
    assertThat(SPEC.terminationGracePeriod()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void itsTextHoldsNoSecret() {
    assertThat(SPEC.withEnvironment(Map.of("PASSWORD", "hunter2")).toString())
        .isEqualTo("pod p-0 of p");
  }

  @Test
  void badValuesAreRefused() {
    assertThatThrownBy(() -> PodSpec.of(" ", "p", List.of("true")))
        .hasMessage("pod name must not be blank");
    assertThatThrownBy(() -> PodSpec.of("p-0", "", List.of("true")))
        .hasMessage("deployment of pod p-0 must not be blank");
    assertThatThrownBy(() -> PodSpec.of("p-0", "p", List.of()))
        .hasMessage("command of pod p-0 must not be empty");
    assertThatThrownBy(() -> SPEC.withTerminationGracePeriod(Duration.ofSeconds(-1)))
        .hasMessage("terminationGracePeriod of pod p-0 must not be negative: PT-1S");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65_536})
  void aPortOutOfRangeIsRefused(int port) {
    assertThatThrownBy(() -> new PodProbes("localhost", port, null, null, null))
        .hasMessage("probe port must be 1 to 65535: " + port);
  }

  @Test
  void anIpv6HostIsBracketed() {
    assertThat(new PodProbes("::1", 80, null, null, null).authority()).isEqualTo("[::1]:80");
  }
}
