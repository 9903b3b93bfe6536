package io.breakwater.planner.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be read is one line with file and line; what can be read is audited all the same. */
class UnreadableTest {
  private static final String FINDING =
      "service: x\nnats: { servers: [nats://a] }\nreconnect: { shape: fixed }\n";

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kind: [              | 2 | not YAML: expected the node content, but found '<stream end>'
          kind: {{ .Kind }}    | 1 | a template ({{ }}), not YAML yet: render it first, for instance helm template .
          {{- if .x }}         | 1 | a template ({{ }}), not YAML yet: render it first, for instance helm template .
          a: "x                | 2 | not YAML: found unexpected end of stream
          ? [a, b]             | 1 | expected a key that is a text
          """)
  void oneLine(String text, int line, String message) {
    AuditReport report = Texts.report(text + "\n");
    assertThat(report.problems())
        .singleElement()
        .asString()
        .startsWith("-:%d: %s".formatted(line, message));
  }

  @Test
  void brokenDocument_leavesTheOthersOfItsFile() {
    AuditReport report = Texts.report("a: [\n---\n" + FINDING + "---\nb: 'x\n");
    assertThat(report.problems()).extracting(problem -> problem.place().line()).hasSize(2);
    assertThat(report.open())
        .extracting(Finding::rule, Finding::line)
        .containsExactly(org.assertj.core.api.Assertions.tuple("fixed-wait", 5));
  }

  @Test
  void filesPutTogetherWithoutASeparator_areNotHalfRead() {
    String one = "apiVersion: v1\nkind: Pod\n";
    assertThat(Texts.report(one + one).problems())
        .singleElement()
        .hasToString(
            "-:3: \"apiVersion\" stands twice in one mapping; is a line with --- missing before it?");
  }

  @Test
  void template_isSaidOnce() {
    AuditReport report = Texts.report("a: {{ .x }}\n---\nb: {{ .y }}\n---\nc: {{ .z }}\n");
    assertThat(report.problems()).hasSize(1);
  }

  /** The parser finds the mistake only two lines later. */
  @Test
  void actionOnALineOfItsOwn_isATemplateToo() {
    assertThat(Texts.report("name: app\n{{ include \"image\" . }}\n\nports:\n- 1\n").problems())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .startsWith("a template ({{ }}), not YAML yet");
  }

  @Test
  void overlay_isToBeBuiltFirst_itsBaseIsAuditedAllTheSame() {
    Path kustomization = Path.of("src", "test", "resources", "rendered", "kustomization");
    AuditReport report = RuleExamples.report(kustomization);
    Path overlay = kustomization.resolve("overlays").resolve("prod");
    assertThat(report.problems())
        .singleElement()
        .hasToString(
            overlay.resolve("kustomization.yaml")
                + ": an overlay, not manifests yet: build it first, for instance kustomize build "
                + overlay
                + " | breakwater audit -");
    assertThat(report.open()).isNotEmpty().noneMatch(it -> it.file().contains("overlays"));
  }

  @Test
  void bracesInAText_areNoTemplate() {
    AuditReport report =
        Texts.report(
            "apiVersion: v1\nkind: PrometheusRule\nspec: { text: \"down: {{ $labels.pod }}\" }\n");
    assertThat(report.problems()).isEmpty();
  }

  @Test
  @Timeout(20)
  void bombOfAliases_isRefused() {
    StringBuilder bomb = new StringBuilder("apiVersion: v1\nkind: Pod\na0: &a0 [x, x, x]\n");
    for (int i = 1; i < 40; i++) {
      String other = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s, %s, %s]\n".formatted(i, i, other, other, other));
    }
    AuditReport report = Texts.report(bomb + "---\n" + FINDING);
    assertThat(report.problems())
        .singleElement()
        .asString()
        .contains("its aliases (*) expand to more than any real file holds");
    assertThat(report.open()).hasSize(1);
  }

  @Test
  void aliasInsideOfItself_andAMerge_areRead() {
    AuditReport report =
        Texts.report(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: &m { name: x }\nloop: &l { <<: *m, self: *l }\n");
    assertThat(report.problems()).isEmpty();
    assertThat(report.objects()).isEqualTo(1);
  }

  @Test
  void bombOfBrackets_isRefused() {
    AuditReport report = Texts.report("a: " + "[".repeat(100_000));
    assertThat(report.problems()).singleElement().asString().contains(":1: nested too deep");
  }

  @Test
  void unknownKinds_areLeftAlone() {
    AuditReport report = Texts.report("apiVersion: x/v1\nkind: Foo\nspec: 3\n---\nfoo: bar\n");
    assertThat(report.problems()).isEmpty();
    assertThat(report.open()).isEmpty();
    assertThat(report.ignored()).isEqualTo(1);
  }

  @Test
  void wrongTypesEverywhere_areNoCrash() {
    for (String value : new String[] {"3", "[]", "{}", "x", "[[]]", "{a: {b: c}}", "~"}) {
      String text =
          Texts.good("broker-single-server")
              .replaceAll("(?m)^(  [a-zA-Z]+):$\\n(?:   .*\\n)+", "$1: " + value + "\n");
      assertThatCode(() -> Texts.report(text)).doesNotThrowAnyException();
      for (String key :
          new String[] {"containers", "httpGet", "ports", "volumes", "exec", "spec"}) {
        String one = Texts.good("max-connections-low").replaceAll(key + ":.*", key + ": " + value);
        assertThatCode(() -> Texts.report(one)).doesNotThrowAnyException();
      }
    }
  }

  /** Kubernetes would refuse them, and with them the whole manifest: it was never deployed so. */
  @ParameterizedTest
  @CsvSource({
    "failureThreshold: 136, failureThreshold: -1",
    "failureThreshold: 136, failureThreshold: many",
    "failureThreshold: 136, failureThreshold: .inf",
    "failureThreshold: 136, failureThreshold: 99999999999999999999",
    "failureThreshold: 136, failureThreshold: 1.5",
    "replicas: 1, replicas: -3",
    "replicas: 1, replicas: [1]",
  })
  void numbersThatKubernetesRefuses_areToldWithTheirLine(String good, String bad) {
    String text = Texts.good("startup-window-short", good, bad);
    AuditReport report = Texts.report(text);
    int line = text.substring(0, text.indexOf(bad)).split("\n", -1).length;
    assertThat(report.problems())
        .singleElement()
        .extracting(Problem::toString)
        .asString()
        .contains(":" + line + ": " + bad.replaceAll(":.*", "") + ": expected a whole number");
    assertThat(report.objects()).isEqualTo(1);
  }

  @Test
  void zero_isTheDefaultOfKubernetes() {
    String text = Texts.good("startup-probe-missing", "timeoutSeconds: 5", "timeoutSeconds: 0");
    assertThat(Texts.report(text).problems()).isEmpty();
  }

  @Test
  void hugeNumbers_areNoCrash() {
    String text =
        Texts.good(
            "disruption-budget-unready",
            "replicas: 4",
            "replicas: 999999999999999999",
            "failureThreshold: 136",
            "failureThreshold: -999999999999");
    assertThatCode(() -> Texts.report(text + "---\n" + text)).doesNotThrowAnyException();
    String broker =
        Texts.good(
            "grace-under-lame-duck",
            "terminationGracePeriodSeconds: 60",
            "terminationGracePeriodSeconds: -60",
            "lame_duck_duration: 30s",
            "lame_duck_duration: 999999999",
            "max_connections: 1000",
            "max_connections: 999999999999G");
    assertThat(Texts.found(broker)).containsExactly("grace-under-lame-duck");
  }

  @Test
  void missingFile_emptyFolder_andBytes() throws IOException {
    Path bytes = Files.write(folder.resolve("bytes.yaml"), new byte[] {(byte) 0xff, 0, 1});
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path none = folder.resolve("none.yaml");
    AuditReport report = RuleExamples.report(none, empty, bytes, file("p.yaml", FINDING));
    assertThat(report.problems())
        .extracting(Problem::toString)
        .containsExactly(
            none + ": no such file",
            empty + ": no YAML file in this folder",
            bytes + ": not a text file in UTF-8");
    assertThat(report.files()).as("read").isEqualTo(1);
    assertThat(report.open()).hasSize(1);
  }

  @Test
  void emptyFile_saysNothing() throws IOException {
    AuditReport report = RuleExamples.report(file("empty.yaml", "# nothing\n---\n"));
    assertThat(report.problems()).isEmpty();
  }

  @Test
  void wrongPolicy_isTheLineThatTheServiceWouldSay() throws IOException {
    Path file =
        file(
            "breakwater.yaml",
            "service: x\nnats: { servers: [nats://a] }\nreconnect: { wait: 2 }\n");
    assertThat(RuleExamples.report(file).problems())
        .singleElement()
        .hasToString(
            file + ":3: reconnect.wait: expected a duration such as 2s or 500ms, got \"2\"");
  }

  @Test
  void wrongPolicyInAConfigMap_hasItsLineInTheManifest() {
    String map =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: p}
        data:
          breakwater.yaml: |
            service: x
            nats: { servers: [nats://a] }
            reconnect: { wiat: 2s }
        """;
    assertThat(Texts.report(map).problems())
        .singleElement()
        .hasToString("-:8: reconnect.wiat: unknown key; did you mean \"reconnect.wait\"?");
  }

  @Test
  void folder_skipsWhatIsNoManifest_andOtherProgramsConfigurations() throws IOException {
    file("values.yaml", "a: {{ .x }}\n");
    file("Chart.yaml", "name: x\n");
    file("nginx.conf", "server { listen 80; }\n");
    file("p.yaml", FINDING);
    Files.createDirectories(folder.resolve(".git"));
    file(".git/x.yaml", "a: [\n");
    AuditReport report = RuleExamples.report(folder);
    assertThat(report.problems()).isEmpty();
    assertThat(report.open()).hasSize(1);
  }

  @Test
  void bigPlatform_isAuditedInTime() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      all.append(Texts.good("disruption-budget-unready").replace("orders", "orders-" + i))
          .append("---\n");
    }
    long start = System.nanoTime();
    AuditReport report = Texts.report(all.toString());
    assertThat(report.open()).isEmpty();
    assertThat(report.objects()).isEqualTo(600);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
  }
}
