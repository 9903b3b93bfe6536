package io.breakwater.planner.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the official NATS Helm chart renders is found to be what it is, and no more. */
class ChartTest {
  private static final Path CHARTS = Path.of("src", "test", "resources", "charts");

  @Test
  void defaults_oneServer_andNoSecondToSpareAtItsEnd() {
    AuditReport report = RuleExamples.report(CHARTS.resolve("nats-default.yaml"));
    assertThat(report.problems()).isEmpty();
    assertThat(report.findings())
        .extracting(Finding::rule, Finding::severity)
        .containsExactlyInAnyOrder(
            tuple("broker-single-server", Severity.INFO),
            tuple("grace-under-lame-duck", Severity.WARNING));
  }

  @Test
  void cluster_withJetStream_mayLandOnOneNode() {
    AuditReport report = RuleExamples.report(CHARTS.resolve("nats-cluster.yaml"));
    assertThat(report.problems()).isEmpty();
    assertThat(report.findings())
        .extracting(Finding::rule, Finding::severity)
        .containsExactlyInAnyOrder(
            tuple("anti-affinity-missing", Severity.WARNING),
            tuple("grace-under-lame-duck", Severity.WARNING));
  }

  @Test
  void itsProblems_wereItsUsersToChange_areFound() throws Exception {
    String text =
        Files.readString(CHARTS.resolve("nats-cluster.yaml"))
            .replace("podManagementPolicy: Parallel", "podManagementPolicy: OrderedReady")
            .replace("/healthz?js-enabled-only=true", "/healthz?js-server-only=true")
            .replace("publishNotReadyAddresses: true", "publishNotReadyAddresses: false")
            .replace("- port: prom-metrics", "- port: monitor")
            .replace("/data/jetstream", "/cache");
    assertThat(Texts.found(text))
        .contains(
            "broker-ordered-ready",
            "broker-liveness-full",
            "broker-peers-hidden",
            "scrape-without-metrics",
            "jetstream-on-emptydir");
  }
}
