package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditCommandTest {
  private static final String EXAMPLES = Path.of("..", "docs", "examples", "manifests").toString();
  private static final String POLICY = "service: x\nnats: { servers: [nats://a] }\n";
  private static final String FIXED = POLICY + "reconnect: { shape: fixed }\n";

  @TempDir Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void goodFleet_holds() {
    CliCall call = CliCall.run("audit", EXAMPLES + "/good", "--fail-on", "info");
    assertThat(call.status()).isZero();
    assertThat(call.err()).isEmpty();
    assertThat(call.out())
        .startsWith("2 files read: ")
        .contains("N = 150 (fleet.connections of a policy)", "0 errors, 0 warnings, 0 info");
  }

  @Test
  void badFleet_doesNot_andSaysWhyAndWhatMendsIt() {
    CliCall call = CliCall.run("audit", EXAMPLES + "/bad");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.err()).isEmpty();
    assertThat(call.out())
        .contains(
            "ERROR    broker-ordered-ready",
            "ERROR    wave-collapses",
            "ERROR    max-connections-low",
            "ERROR    liveness-shares-readiness",
            "WARNING  credentials-in-url",
            "       sum    ",
            "       why    ",
            "       mend   ")
        .doesNotContain("t0psecret", "$2a$11$");
    assertThat(call.out().lines())
        .allSatisfy(line -> assertThat(line.strip()).isNotEqualTo("null"));
  }

  @Test
  void list_fitsInto80Columns_whereWordsDo() {
    CliCall call = CliCall.run("audit", EXAMPLES + "/bad");
    assertThat(call.out().lines())
        .allSatisfy(
            line -> {
              boolean oneLongWord = !line.strip().replaceFirst("^mend +", "").contains(" ");
              assertThat(line.length() <= 80 || oneLongWord).as(line).isTrue();
            });
  }

  @Test
  void json_isTheReportAlone_byEitherOption() {
    CliCall call = CliCall.run("audit", EXAMPLES, "--format", "json");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.out()).isEqualTo(CliCall.run("audit", EXAMPLES, "--json").out());
    JsonNode report = JsonMapper.builder().build().readTree(call.out());
    assertThat(report.path("held").booleanValue()).isFalse();
    assertThat(report.path("findings")).isNotEmpty();
    assertThat(report.path("findings"))
        .allSatisfy(
            finding -> {
              assertThat(finding.path("file").stringValue()).contains("/bad/");
              assertThat(finding.path("line").intValue()).isPositive();
              assertThat(finding.path("why").stringValue()).isNotBlank();
              assertThat(finding.path("mend").stringValue()).isNotBlank();
            });
    assertThat(report.path("counts").path("error").intValue()).isPositive();
    assertThat(report.path("figures")).hasSize(2);
  }

  @Test
  void severity_decidesTheExitCode() throws IOException {
    String file = file("breakwater.yaml", FIXED);
    assertThat(CliCall.run("audit", file).status()).isEqualTo(1);
    assertThat(CliCall.run("audit", file, "--fail-on", "error").status()).isZero();
  }

  @Test
  void unreadableFile_isOneLine_andTheFindingsOfTheOthersAreNotLost() throws IOException {
    String broken = file("broken.yaml", "a: 1\nb: [\n");
    CliCall call = CliCall.run("audit", broken, file("breakwater.yaml", FIXED));
    assertThat(call.status()).isEqualTo(2);
    assertThat(call.err().lines())
        .singleElement()
        .asString()
        .startsWith("breakwater: " + broken + ":3: not YAML: ");
    assertThat(call.out()).contains("fixed-wait");
  }

  @Test
  void fileThatIsNotThere_hasNoLine() {
    Path none = folder.resolve("none.yaml");
    CliCall call = CliCall.run("audit", none.toString(), "--json");
    assertThat(call.status()).isEqualTo(2);
    assertThat(call.err()).isEqualTo("breakwater: " + none + ": no such file\n");
    JsonNode problem = JsonMapper.shared().readTree(call.out()).path("problems").get(0);
    assertThat(problem.path("file").asString()).isEqualTo(none.toString());
    assertThat(problem.path("line").isNull()).isTrue();
  }

  @Test
  void ignoredRule_isListedWithItsReason() throws IOException {
    CliCall call =
        CliCall.run(
            "audit", file("breakwater.yaml", FIXED), "--ignore", "fixed-wait=two replicas only");
    assertThat(call.status()).isZero();
    assertThat(call.out())
        .contains("suppressed  fixed-wait  ", "why    two replicas only", "; 1 suppressed");
  }

  @Test
  void figuresThatWereMeasured_takeThePlaceOfAssumptions() throws IOException {
    String policy = file("breakwater.yaml", POLICY + "reconnect: { shape: jitter }\n");
    String calibration = file("c.json", "{ \"connectRate\": 15 }");
    CliCall call = CliCall.run("audit", policy, "--replicas", "450", "--from", calibration);
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.out()).contains("wave-collapses", "C = 15 (measured: " + calibration + ")");
  }

  @Test
  @ResourceLock(Resources.GLOBAL)
  void standardInput() {
    CliCall call = auditOf(FIXED);
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.out()).startsWith("-\n    3  WARNING  fixed-wait\n");
  }

  /** What a pipeline hands on whose first program failed. */
  @Test
  @ResourceLock(Resources.GLOBAL)
  void emptyStandardInput_isNoFleetWithoutFindings() {
    CliCall call = auditOf("\n");
    assertThat(call.status()).isEqualTo(2);
    assertThat(call.err()).isEqualTo("breakwater: -: empty, expected manifests\n");
  }

  private static CliCall auditOf(String text) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try {
      return CliCall.run("audit", "-");
    } finally {
      System.setIn(before);
    }
  }
}
