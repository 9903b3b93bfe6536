package io.breakwater.planner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.breakwater.planner.audit.Audit;
import io.breakwater.planner.audit.AuditOptions;
import io.breakwater.policy.LifecyclePolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a plan, each as the program that reads it takes it. */
class PlanFilesTest {
  private static final Plan PLAN =
      Options.of(150, 15).servers(3).service("orders").service("gateway").plan();

  @TempDir Path folder;

  @Test
  void policy_isReadBackAsItIs() {
    Start start = PLAN.starts().get(0);
    LifecyclePolicy read =
        LifecyclePolicy.parse(
            String.valueOf(PlanFiles.of(PLAN).get("orders.yaml")),
            "orders.yaml",
            Map.of("HOSTNAME", start.policy().nats().name()));
    assertThat(read.reconnect()).isEqualTo(start.policy().reconnect());
    assertThat(read.startup()).isEqualTo(start.policy().startup());
    assertThat(read.fleet()).isEqualTo(start.policy().fleet());
    assertThat(read.probePlan()).isEqualTo(start.probes());
    assertThat(read.nats().servers()).isEqualTo(start.policy().nats().servers());
  }

  @Test
  void policy_keepsWhatItsOwnerDecided_andNoSecret() throws IOException {
    Path today =
        Files.writeString(
            folder.resolve("today.yaml"),
            """
            service: orders
            nats:
              servers: [ "nats://ann:hunter2@a:4333" ]
              tls: { caFile: /etc/it's/ca.pem }
            startup: { passes: 5, processStart: 45s, firstAttempt: spread }
            reconnect: { maxSpread: 2m, lameDuckWindow: 1m }
            buffer: { capacity: 16MiB, overflow: drop-oldest }
            probes: { port: 9000, readiness: accepting, grace: 5s, maxOutage: 1h }
            """);
    Plan plan = Options.of(150, 15).policy(today).plan();
    assertThat(PlanFiles.of(plan).values()).noneMatch(text -> text.contains("hunter2"));
    String yaml = String.valueOf(PlanFiles.of(plan).get("orders.yaml"));
    assertThat(yaml).contains("nats://a:4333", "a plan copies no secret");
    LifecyclePolicy read = LifecyclePolicy.parse(yaml, "orders.yaml", Map.of());
    LifecyclePolicy before = LifecyclePolicy.load(today, Map.of());
    assertThat(read.startup()).isEqualTo(before.startup());
    assertThat(read.buffer()).isEqualTo(before.buffer());
    assertThat(read.probes()).isEqualTo(before.probes());
    assertThat(read.nats().tls()).isEqualTo(before.nats().tls());
    assertThat(read.reconnect().maxSpread()).isEqualTo(before.reconnect().maxSpread());
    assertThat(read.reconnect().lameDuckWindow()).isEqualTo(before.reconnect().lameDuckWindow());
  }

  /** What the planner recommends, the auditor has nothing against. */
  @Test
  void policy_passesTheAudit() throws IOException {
    Path file = folder.resolve("orders.yaml");
    Files.writeString(file, String.valueOf(PlanFiles.of(PLAN).get("orders.yaml")));
    Audit audit = new Audit(AuditOptions.DEFAULTS);
    audit.add(file);
    assertThat(audit.report().problems()).isEmpty();
    assertThat(audit.report().findings()).isEmpty();
  }

  @Test
  void probes_areAPatchThatKubectlApplies() throws Exception {
    Path deployment =
        Files.writeString(
            folder.resolve("deployment.yaml"),
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: orders }
            spec:
              selector: { matchLabels: { app: orders } }
              template:
                metadata: { labels: { app: orders } }
                spec: { containers: [ { name: orders, image: orders:1 } ] }
            """);
    Path patch =
        Files.writeString(
            folder.resolve("orders.probes.yaml"),
            String.valueOf(PlanFiles.of(PLAN).get("orders.probes.yaml")));
    String patched =
        run("kubectl", "patch", "--local", "-f", deployment, "--patch-file", patch, "-o", "yaml");
    assertThat(patched)
        .contains("image: orders:1", "path: /startupz", "path: /readyz", "path: /livez")
        .contains(
            "failureThreshold: " + PLAN.starts().get(0).probes().startup().failureThreshold());
  }

  @Test
  void unit_isOneThatSystemdTakes_andHasTheBudgetOfTheProbes() throws Exception {
    String unit = String.valueOf(PlanFiles.of(PLAN).get("orders.service"));
    assertThat(unit)
        .contains(
            "TimeoutStartSec=" + PLAN.starts().get(0).probes().startup().window().toSeconds());
    // It looks whether the program is there; that of a service is not on this machine.
    Path file =
        Files.writeString(
            folder.resolve("orders.service"), unit.replace("/usr/bin/java", "/bin/sh"));
    assertThat(run("systemd-analyze", "verify", "--man=no", file)).doesNotContain("orders.service");
  }

  private String run(Object... command) throws IOException, InterruptedException {
    String program = command[0].toString();
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin", program))
            || Files.isExecutable(Path.of("/usr/local/bin", program)),
        program + " is not installed");
    String[] words = new String[command.length];
    for (int i = 0; i < command.length; i++) {
      words[i] = command[i].toString();
    }
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      String out = Files.readString(folder.resolve("out"), StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as(out).isZero();
      return out;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void report_isOnePage_withTodayAndTheRecommendedOnTheCurve() {
    String html = PlanReport.render(PLAN);
    assertThat(html)
        .doesNotContainPattern("(?:src|href)=\"(?!data:)")
        .contains("uPlot", "\"kind\":3", "\"kind\":4", "What mends it, cheapest first")
        .contains("failureThreshold", "TimeoutStartSec");
  }

  @Test
  void report_escapesWhatItWasTold() {
    Plan plan = Options.of(150, 15).plan();
    PlanView view = new PlanView(plan, "", "");
    assertThat(view.data()).doesNotContain("<");
    assertThat(PlanReport.render(plan)).contains("&gt; connect timeout 2s");
  }
}
