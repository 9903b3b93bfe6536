package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher hands to the program, and what it keeps out of the program's way. */
@Tag("launcher")
class LauncherRunTest {

  @TempDir Path folder;
  private LauncherCheckout checkout;

  @BeforeEach
  void machineWithMaven() throws IOException {
    checkout = new LauncherCheckout(folder).withMaven();
  }

  @Test
  void stdout_isTheProgramsAlone() throws Exception {
    checkout.withTool("mvn", LauncherCheckout.resource("mvn") + "echo chatter; echo more >&2\n");
    assertThat(checkout.run("--json").out())
        .isEqualTo("first edition\nargs=--json\nhome=" + checkout.root() + "\noption=null\n");
  }

  @Test
  void arguments_arriveAsTheyAre() throws Exception {
    assertThat(checkout.run("x", "two words", "", "*", "$HOME").out())
        .contains("args=x|two words||*|$HOME\n");
  }

  @Test
  void exitCode_isTheProgramsOwn() throws Exception {
    assertThat(checkout.run("exit", "7").status()).isEqualTo(7);
  }

  @Test
  void optionsForTheJvm_comeFromTheEnvironment() throws Exception {
    checkout.with("BREAKWATER_OPTS", "-Doption=set -XX:-UseSerialGC -XX:+UseParallelGC");
    assertThat(checkout.run().out()).contains("option=set\n");
  }

  @Test
  void heap_isHalfAGibibyte_unlessTheEnvironmentSaysElse() throws Exception {
    assertThat(checkout.run("heap").out()).containsPattern("heap=4[89]\\d|heap=5[01]\\d");
    checkout.with("BREAKWATER_OPTS", "-Xmx64m");
    assertThat(checkout.run("heap").out()).containsPattern("heap=6\\d\n");
  }

  @Test
  void drillWithRealClients_runsWithTheQuickCompiler_unlessItNeedsCryptography() throws Exception {
    checkout.withBroker("2.10.0");
    assertThat(checkout.run("drill", "storm", "--clients", "bus").out()).contains("quick=true\n");
    assertThat(checkout.run("drill", "storm", "--arm", "jnats:jitter").out())
        .contains("quick=true\n");
    assertThat(checkout.run("drill", "storm", "--clients=bus", "--auth", "tls").out())
        .contains("quick=false\n");
    assertThat(checkout.run("drill", "storm", "--replicas", "9").out()).contains("quick=false\n");
  }

  @Test
  void whatAnswersAtOnce_runsWithTheQuickCompiler_whatRunsForLong_doesNot() throws Exception {
    assertThat(checkout.run("plan", "--replicas", "9").out()).contains("quick=true\n");
    assertThat(checkout.run("audit", ".").out()).contains("quick=true\n");
    assertThat(checkout.run("simulate", "--replicas", "9").out()).contains("quick=false\n");
    assertThat(checkout.run("service", "gateway").out()).contains("quick=false\n");
  }

  @Test
  void serviceThatRunsOutOfMemory_ends_insteadOfLivingOnWithAThreadLess() throws Exception {
    assertThat(checkout.run("service", "gateway").out()).contains("ends=true\n");
    assertThat(checkout.run("plan", "--replicas", "9").out()).contains("ends=false\n");
  }

  @Test
  void symbolicLink_fromAnotherFolder() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("else where"));
    Path link =
        Files.createSymbolicLink(elsewhere.resolve("bw"), checkout.root().resolve("breakwater"));
    var result = checkout.startFrom(elsewhere, link).finish();
    assertThat(result.out()).contains("home=" + checkout.root() + "\n");
    assertThat(elsewhere).isDirectoryNotContaining("glob:**.breakwater");
  }

  @Test
  void signals_reachTheProgram() throws Exception {
    LauncherCall call = checkout.start("wait");
    await().atMost(Duration.ofSeconds(60)).until(() -> call.out().contains("args=wait"));
    assertThat(call.process().info().command())
        .hasValueSatisfying(command -> assertThat(command).endsWith("/bin/java"));
    call.signal("TERM");
    assertThat(call.finish().status()).isEqualTo(143);
  }
}
