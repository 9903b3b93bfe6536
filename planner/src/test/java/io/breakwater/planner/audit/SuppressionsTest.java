package io.breakwater.planner.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A finding can be lived with, but not silently. */
class SuppressionsTest {
  private static final String POLICY = "service: x\nnats: { servers: [nats://a] }\n";

  @Test
  void comment_inTheLineOrTheOneBefore() {
    for (String text :
        new String[] {
          POLICY
              + "reconnect: { shape: fixed }  # breakwater:ignore fixed-wait two replicas only\n",
          POLICY + "# breakwater:ignore fixed-wait two replicas only\nreconnect: { shape: fixed }\n"
        }) {
      AuditReport report = Texts.report(text);
      assertThat(report.open()).isEmpty();
      assertThat(report.suppressed())
          .singleElement()
          .satisfies(one -> assertThat(one.suppressed()).isEqualTo("two replicas only"));
    }
  }

  @Test
  void comment_ofAnotherRule_orWithoutReason_suppressesNothing() {
    assertThat(
            Texts.found(
                POLICY + "# breakwater:ignore bcrypt-credentials x\nreconnect: { shape: fixed }\n"))
        .containsExactly("fixed-wait");
    assertThat(
            Texts.found(POLICY + "# breakwater:ignore fixed-wait\nreconnect: { shape: fixed }\n"))
        .containsExactlyInAnyOrder("suppression-without-reason", "fixed-wait");
    assertThat(
            Texts.found(
                POLICY + "# breakwater:ignore fixd-wait why\nreconnect: { shape: fixed }\n"))
        .containsExactlyInAnyOrder("suppression-without-reason", "fixed-wait");
  }

  @Test
  void annotation_holdsForItsObject_andForNoOther() {
    String text =
        Texts.good(
            "disruption-budget-missing",
            "  name: nats\nspec:\n  serviceName",
            """
              name: nats
              annotations:
                breakwater.io/audit-ignore: |
                  lame-duck-missing: a test cluster
                  grace-under-lame-duck: the same
            spec:
              serviceName\
            """,
            "terminationGracePeriodSeconds: 60",
            "terminationGracePeriodSeconds: 5");
    AuditReport report = Texts.report(text);
    assertThat(report.open()).isEmpty();
    assertThat(report.suppressed())
        .extracting(Finding::rule)
        .containsExactly("grace-under-lame-duck");
    assertThat(Texts.found(text.replace("  name: nats\n  annotations", "  name: nats\n  labels")))
        .containsExactly("grace-under-lame-duck");
  }

  @Test
  void option_holdsForAll() {
    AuditOptions options =
        new AuditOptions(
            Optional.empty(),
            Optional.empty(),
            Duration.ofMinutes(1),
            Map.of("fixed-wait", "legacy"));
    assertThat(Texts.report(options, POLICY + "reconnect: { shape: fixed }\n").open()).isEmpty();
  }

  @Test
  void option_withoutReasonOrRule_isRefused() {
    assertThatThrownBy(() -> ignoring("fixed-wait", " "))
        .hasMessage("fixed-wait: expected a reason");
    assertThatThrownBy(() -> ignoring("fixd", "x")).hasMessage("no rule is called \"fixd\"");
  }

  private static AuditOptions ignoring(String rule, String reason) {
    return new AuditOptions(
        Optional.empty(), Optional.empty(), Duration.ofMinutes(1), Map.of(rule, reason));
  }
}
