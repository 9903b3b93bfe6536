package io.breakwater.planner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.breakwater.planner.facts.Credential;
import io.breakwater.policy.PolicyException;
import io.breakwater.policy.ScheduleShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a fleet is said, what is assumed, and what cannot be. */
class FactsReaderTest {
  private static final Path RESULTS = Path.of("..", "docs", "results");
  private static final Path STORM = RESULTS.resolve("storm").resolve("150-bcrypt-2s");
  private static final Path TLS_STORM = RESULTS.resolve("storm-apart").resolve("1000-tls");

  @TempDir Path folder;

  private Path policy(String name, String rest) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        "service: %s\nnats: { servers: [nats://a, nats://b] }\n%s".formatted(name, rest));
  }

  @Test
  void numbersAlone_areAFleetAsJnatsHasIt() {
    PlanFacts facts = Options.of(150, 15).facts();
    assertThat(facts.boundSeconds()).isCloseTo(10, within(1e-9));
    assertThat(facts.connectRate().assumed()).isFalse();
    assertThat(facts.servers().assumed()).isTrue();
    assertThat(facts.today().assumed()).isTrue();
    assertThat(facts.today().arm().reconnect().shape()).isEqualTo(ScheduleShape.JITTER);
    assertThat(facts.today().connectTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(facts.today().arm().reconnect().jitter())
        .as("DEFAULT_RECONNECT_JITTER")
        .isEqualTo(Duration.ofMillis(100));
    PlanFacts tls = Options.of(150, 15).credential(Credential.TLS).facts();
    assertThat(tls.today().arm().reconnect().jitter())
        .as("DEFAULT_RECONNECT_JITTER_TLS")
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(tls.deployments().get(0).policy().nats().usesTls()).isTrue();
    assertThat(facts.deployments()).extracting(Deployment::name).containsExactly("service");
  }

  @Test
  void aPolicy_isTheFleetAsItIs() throws IOException {
    Path file =
        policy(
            "orders",
            "reconnect: { shape: full-jitter }\nfleet: { connections: 60, connectRate: 30, share: 0.5 }");
    PlanFacts facts = new Options().policy(file).facts();
    assertThat(facts.replicas()).isEqualTo(60);
    assertThat(facts.serverCount()).isEqualTo(2);
    assertThat(facts.connectRate().value()).as("its share").isEqualTo(15);
    assertThat(facts.today().assumed()).isFalse();
    assertThat(facts.today().arm().reconnect().shape()).isEqualTo(ScheduleShape.FULL_JITTER);
    assertThat(facts.today().connectTimeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aMeasurement_isOfOneServer() {
    PlanFacts one = Options.of(150, 1).noRate().from(STORM).facts();
    PlanFacts three = Options.of(150, 1).noRate().from(STORM).servers(3).facts();
    assertThat(one.connectRate().source()).startsWith("measured: ");
    assertThat(three.connectRate().value()).isCloseTo(3 * one.connectRate().value(), within(1e-6));
    assertThat(three.connectRate().source()).contains("of one server x 3 servers");
  }

  @Test
  void aCredentialAlone_makesCAnAssumption() {
    PlanFacts facts =
        Options.of(150, 1).noRate().credential(Credential.BCRYPT).bcryptCost(12).servers(2).facts();
    assertThat(facts.connectRate().value()).isCloseTo(2 * 2 / 0.26, within(1e-9));
    assertThat(facts.connectRate().assumed()).isTrue();
    assertThat(facts.connectRate().source()).contains("2 processors / 260 ms");
  }

  @Test
  void aCThatOnlyHashedPasswordsMake_isTakenForThem_andSaysSo() {
    assertThat(Options.of(150, 15).facts().handshake().source())
        .startsWith("assumed: C is so small");
    assertThat(Options.of(150, 900).facts().credential()).isEmpty();
  }

  @Test
  void services_sumUp() {
    PlanFacts facts = Options.of(1, 15).noReplicas().service("a=20").service("b=130").facts();
    assertThat(facts.replicas()).isEqualTo(150);
    assertThat(facts.deployments()).extracting(Deployment::name).containsExactly("a", "b");
  }

  @Test
  void contradictions_areOneLine() throws IOException {
    Path orders = policy("orders", "fleet: { connections: 60, connectRate: 30 }");
    Path billing = policy("billing", "reconnect: { wait: 3s }\nfleet: { connections: 60 }");
    refused(Options.of(150, 30).policy(orders), "N, the connections of the fleet", "150", "60");
    refused(Options.of(60, 15).policy(orders), "C, the connect rate", "15.0", "30.0");
    refused(Options.of(60, 30).servers(3).policy(orders), "servers: --servers says 3", "says 2");
    refused(Options.of(60, 30).policy(orders).policy(billing), "reconnect: ", "orders", "billing");
    refused(
        Options.of(60, 30).policy(orders).policy(orders(orders)), "service orders: given twice");
    refused(
        Options.of(60, 30).policy(orders).connectTimeout(Duration.ofSeconds(3)),
        "connect timeout: --connect-timeout says PT3S");
    refused(Options.of(150, 15).service("a=20").service("b=100"), "the sum of --service says 120");
    refused(Options.of(150, 15).service("a=200").service("b"), "200 replicas in sum, more than");
    refused(Options.of(150, 15).from(STORM), "--connect-rate and --from both say C");
    refused(
        Options.of(150, 15).credential(Credential.NKEY).bcryptCost(11), "only with --auth bcrypt");
    refused(
        Options.of(150, 1).noRate().credential(Credential.TLS).from(STORM),
        "the credential: --auth says tls",
        "says bcrypt");
    refused(
        Options.of(150, 1).noRate().bcryptCost(11).from(TLS_STORM),
        "the credential: --bcrypt-cost says bcrypt",
        "says tls");
  }

  private Path orders(Path file) throws IOException {
    return Files.copy(file, folder.resolve("copy.yaml"));
  }

  private static void refused(Options options, String... parts) {
    assertThatThrownBy(options::facts)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("\n")
        .message()
        .contains(parts);
  }

  @Test
  void whatIsMissing_isNamed() {
    refused(Options.of(1, 15).noReplicas(), "N is missing", "--replicas");
    refused(Options.of(150, 1).noRate(), "C is missing", "--connect-rate", "--auth");
    refused(Options.of(1, 15).noReplicas().service("a=5").service("b"), "N is missing");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e300})
  void aRateThatIsNone(double rate) {
    refused(Options.of(150, rate), "--connect-rate: expected a number over 0");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -5, 10_000_001})
  void aFleetThatIsNone(int replicas) {
    refused(Options.of(replicas, 15), "--replicas: expected 1 to 10,000,000, got " + replicas);
  }

  @Test
  void moreThatIsOutOfRange() {
    refused(Options.of(1, 15).servers(0), "--servers: expected 1 to");
    refused(Options.of(1, 15).bcryptCost(40), "--bcrypt-cost: expected 4 to 31, got 40");
    refused(Options.of(1, 15).outage(Duration.ofDays(8)), "--outage: expected at most 168h");
    refused(Options.of(1, 15).objective(Duration.ofDays(8)), "--objective: expected at most");
    refused(Options.of(1, 15).service("Orders=5"), "--service Orders=5: expected a name");
    refused(Options.of(1, 15).service("orders=0"), "--service orders=0: expected a number");
    refused(Options.of(1, 15).today("jiter"), "--today jiter: expected a policy file or one of");
    refused(Options.of(1, 15).today("spread-auto"), "--today spread-auto: expected a policy");
  }

  @Test
  void aPolicyThatIsBroken_saysWhere() throws IOException {
    Path broken = policy("orders", "reconnect: { wait: 2 }");
    assertThatThrownBy(() -> Options.of(1, 15).policy(broken).facts())
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("orders.yaml:3")
        .hasMessageNotContaining("\n");
  }
}
