package io.breakwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  @Test
  void detect_machineAndVersions() {
    Environment here = Environment.detect("2.9.10", null, "0.1.0");
    assertThat(here.cores()).isPositive();
    assertThat(here.memoryBytes()).isPositive();
    assertThat(here.os()).contains(System.getProperty("os.arch"));
    assertThat(here.javaVersion()).isEqualTo(System.getProperty("java.version"));
    assertThat(here.natsServerVersion()).isEqualTo("2.9.10");
    assertThat(here.jnatsVersion()).isNull();
  }

  @Test
  void detect_namesNoHostNoUserNoPath() throws UnknownHostException {
    String json = Json.MAPPER.writeValueAsString(Environment.detect(null, null, null));
    assertThat(json)
        .doesNotContain(InetAddress.getLocalHost().getHostName())
        .doesNotContain("\"" + System.getProperty("user.name") + "\"")
        .doesNotContain(System.getProperty("user.home"))
        .doesNotContain(System.getProperty("user.dir"));
  }
}
