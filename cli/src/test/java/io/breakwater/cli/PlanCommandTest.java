package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.policy.LifecyclePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plan as a person asks for it. */
class PlanCommandTest {
  private static final String FLEET = "plan --replicas 150 --servers 3 --connect-rate 15";

  @TempDir Path folder;

  private static CliCall plan(String line) {
    return CliCall.run(line.split(" "));
  }

  @Test
  void json_isThePlanAlone_andSaysWhatIsAssumed() {
    CliCall call = plan(FLEET + " --json");
    assertThat(call.status()).as(call.err()).isZero();
    assertThat(call.err()).isEmpty();
    JsonNode plan = JsonMapper.shared().readTree(call.out());
    assertThat(plan.path("holds").asBoolean()).isTrue();
    assertThat(plan.path("boundSeconds").asDouble()).isEqualTo(10);
    assertThat(plan.path("facts").path("connectRate").path("from").asString())
        .isEqualTo("--connect-rate");
    assertThat(plan.path("facts").path("today").path("assumed").asBoolean()).isTrue();
    assertThat(plan.path("today").path("recovers").asBoolean()).isFalse();
    assertThat(plan.path("today").path("collapses").asBoolean()).isTrue();
    assertThat(plan.path("today").path("t100Seconds").path("median").isNull()).isTrue();
    assertThat(plan.path("today").path("expectedBurst").path("largestPerSecond").asDouble())
        .isBetween(149.0, 150.0);
    assertThat(plan.path("recommended").path("shape").asString()).isEqualTo("spread");
    assertThat(plan.path("recommended").path("t99Seconds").path("p95").asDouble())
        .isBetween(10.0, 15.0);
    assertThat(plan.path("remedies").size()).isEqualTo(3);
    assertThat(plan.path("tradeOff").size()).isGreaterThan(8);
    JsonNode service = plan.path("services").get(0);
    assertThat(service.path("startupBudgetSeconds").asDouble()).isEqualTo(127.5);
    assertThat(service.path("startupBudget").asString())
        .isEqualTo("max(10s, 12s500ms) x 3 servers x 3 passes + 15s = 2m7s500ms");
    assertThat(service.path("probesYaml").asString()).contains("startupProbe:");
  }

  @Test
  void list_fitsIntoEightyColumns_withoutTrailingBlanks() {
    assertThat(plan(FLEET).out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(81).doesNotEndWith(" "));
  }

  @Test
  void list_showsTheArithmetic_theProbes_andTheWarnings() {
    CliCall call = plan(FLEET + " --service orders=150");
    assertThat(call.status()).as(call.err()).isZero();
    assertThat(call.out())
        .contains("N/C  10 s: no schedule finishes sooner")
        .contains("Today: wave 150 / C 15/s = 10 s > connect timeout 2s.")
        .contains("What mends it, cheapest first:", "  nkey: ", "  connect timeout: ", "  spread: ")
        .contains("orders: retry-within-budget", "  budget  max(10s, 12s500ms) x 3 servers")
        .contains("startupProbe:", "failureThreshold: 159", "Buffers: 8 MiB", "warning  ")
        .endsWith(" s).\n");
  }

  @Test
  void objectiveThatNothingMeets_isOne() {
    CliCall call = plan("plan --replicas 150 --connect-rate 15 --objective 5s");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.out().replaceAll("\\s+", " "))
        .contains("nothing keeps the objective of 5s", "C would have to be 30/s");
  }

  @Test
  void out_hasTheFiles_andThePlanOfAPolicyIsAPolicy() throws IOException {
    Path today =
        Files.writeString(
            folder.resolve("orders.yaml"),
            "service: orders\nnats: { servers: [nats://a] }\nreconnect: { shape: fixed }\n");
    Path out = folder.resolve("plan");
    CliCall call = plan("plan " + today + " --replicas 60 --auth bcrypt --out " + out + " --json");
    assertThat(call.status()).as(call.err()).isZero();
    assertThat(call.err()).isEqualTo("written  " + out + "\n");
    assertThat(out)
        .isDirectoryContaining("glob:**/orders.yaml")
        .isDirectoryContaining("glob:**/orders.probes.yaml")
        .isDirectoryContaining("glob:**/orders.service")
        .isDirectoryContaining("glob:**/runbook.md")
        .isDirectoryContaining("glob:**/report.html");
    assertThat(Files.readString(out.resolve("plan.json"))).isEqualTo(call.out());
    assertThat(LifecyclePolicy.load(out.resolve("orders.yaml"), Map.of()).fleet().connections())
        .hasValue(60);
    assertThat(CliCall.run("audit", out.resolve("orders.yaml").toString()).status()).isZero();
  }

  @Test
  void runbook_isAloneOnStdout() {
    CliCall call = plan(FLEET + " --service orders --runbook");
    assertThat(call.status()).as(call.err()).isZero();
    assertThat(call.out()).startsWith("# Runbook: orders and an outage of NATS\n");
    assertThat(call.err()).isEmpty();
  }

  /** What the manual shows is what the program writes. */
  @Test
  void exampleOfTheManual_isWhatTheCommandWrites() throws IOException {
    Path out = folder.resolve("plan");
    CliCall call =
        plan(
            "plan --service gateway=20 --service orders=130 --servers 3 --connect-rate 15 --out "
                + out);
    assertThat(call.status()).as(call.err()).isZero();
    Path kept = Path.of("..", "docs", "examples", "plan");
    assertThat(names(out)).isEqualTo(names(kept));
    for (String name : names(out)) {
      assertThat(out.resolve(name)).as(name).hasSameTextualContentAs(kept.resolve(name));
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
