package io.breakwater.planner.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What the real tools print. {@code helm.yaml} is what Helm 3.16 made of the chart beside it, with
 * what {@code helm template} adds of a chart's tests; {@code kustomize.yaml} is what Kustomize 5.5
 * made of the overlay.
 */
class RenderedTest {
  private static final Path RENDERED = Path.of("src", "test", "resources", "rendered");
  private static final Path KUBECTL = Path.of("/usr/bin/kubectl");

  @Test
  void helm_emptyAnnotationsAndHooks_areNotInTheWay() {
    AuditReport report = RuleExamples.report(RENDERED.resolve("helm.yaml"));
    assertThat(report.problems()).isEmpty();
    assertThat(report.findings())
        .extracting(Finding::rule, Finding::line)
        .containsExactlyInAnyOrder(
            tuple("disruption-budget-unready", 7),
            tuple("reconnects-bounded", 46),
            tuple("liveness-shares-readiness", 51),
            tuple("startup-probe-missing", 51));
    assertThat(report.figures())
        .extracting(AuditReport.NamedFigure::name, AuditReport.NamedFigure::value)
        .containsExactly(tuple("connections", 3.0));
  }

  @Test
  void kustomize_aPolicyUnderItsGeneratedName_andAPatchedSuppression() throws IOException {
    assertKustomized(Files.readString(RENDERED.resolve("kustomize.yaml")));
  }

  @Test
  void kustomize_ofThisMachine_printsWhatIsKept() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(KUBECTL), "kubectl is not installed");
    Process process =
        new ProcessBuilder(
                KUBECTL.toString(), "kustomize", RENDERED + "/kustomization/overlays/prod")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // Those before Kustomize 4 do not know all that the overlay says.
    assumeTrue(process.waitFor() == 0, "kubectl cannot build it");
    assertKustomized(printed);
  }

  private static void assertKustomized(String text) {
    AuditReport report = Texts.report(text);
    assertThat(report.problems()).isEmpty();
    assertThat(report.open())
        .extracting(Finding::rule, Finding::subject)
        .containsExactlyInAnyOrder(
            tuple("wave-collapses", "ConfigMap prod-orders-policy-66d478d7k4, policy of orders"),
            tuple("jitter-too-small", "ConfigMap prod-orders-policy-66d478d7k4, policy of orders"),
            tuple("disruption-budget-unready", "PodDisruptionBudget prod-orders"));
    assertThat(report.suppressed())
        .extracting(Finding::rule, Finding::suppressed)
        .containsExactly(tuple("startup-window-short", "all are back in 20 s"));
  }
}
