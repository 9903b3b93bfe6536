package io.breakwater.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceProgramsTest {

  @Test
  void deploymentsKeepTheirOrder_andAreCopied() {
    Map<String, String> mains = new LinkedHashMap<>();
    mains.put("worker", "W");
    mains.put("gateway", "G");
    mains.put("api", "A");
    ServicePrograms programs = new ServicePrograms(mains);
    mains.clear();

    assertThat(programs.deployments()).containsExactly("worker", "gateway", "api");
    assertThat(programs.mainClass("gateway")).isEqualTo("G");
  }

  @Test
  void noneIsTooFew() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServicePrograms(Map.of()))
        .withMessage("expected at least one service program");
  }

  @Test
  void anUnknownDeploymentIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServicePrograms(Map.of("a", "A")).mainClass("b"))
        .withMessage("no deployment b");
  }
}
