package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyOriginsTest {
  private static final String TEXT =
      """
      service: scheduler
      nats:
        servers: [nats://a]
        tls:
          caFile: missing.pem
      """;

  @Test
  void anErrorOfAKey_getsTheLineWhereItStands() {
    LifecyclePolicy policy = LifecyclePolicy.parse(TEXT, "breakwater.yaml", Map.of());
    assertThat(policy.origins().locate("nats.tls.caFile: expected certificates"))
        .isEqualTo("breakwater.yaml:5: nats.tls.caFile: expected certificates");
    assertThat(policy.toBuilder().name("mine").build().origins().locate("nats.servers: down"))
        .isEqualTo("breakwater.yaml:3: nats.servers: down");
  }

  @Test
  void anErrorOfAVariable_getsItsName() {
    LifecyclePolicy policy =
        LifecyclePolicy.parse(
            TEXT, "breakwater.yaml", Map.of("BREAKWATER_NATS_TLS_CA_FILE", "other.pem"));
    assertThat(policy.origins().locate("nats.tls.caFile: expected certificates"))
        .startsWith("BREAKWATER_NATS_TLS_CA_FILE")
        .endsWith(": expected certificates");
  }

  @Test
  void whatIsNoErrorOfAGivenKey_staysAsItIs() {
    PolicyOrigins origins = LifecyclePolicy.parse(TEXT, "p.yaml", Map.of()).origins();
    assertThat(origins.locate("nats.nkeyFile: expected an NKey seed"))
        .isEqualTo("nats.nkeyFile: expected an NKey seed");
    assertThat(origins.locate("no colon")).isEqualTo("no colon");
  }

  @Test
  void policiesThatSayTheSame_areEqual_whereverTheyStand() {
    assertThat(LifecyclePolicy.parse(TEXT, "one.yaml", Map.of()))
        .isEqualTo(LifecyclePolicy.parse("\n" + TEXT, "other.yaml", Map.of()));
  }
}
