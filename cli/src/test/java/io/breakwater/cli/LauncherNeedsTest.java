package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher does about a tool that is not there. */
@Tag("launcher")
class LauncherNeedsTest {

  private static final String ROOT = "#!/usr/bin/env bash\necho 0\n";
  private static final String SOMEBODY = "#!/usr/bin/env bash\necho 1000\n";

  @TempDir Path folder;
  private LauncherCheckout checkout;

  @BeforeEach
  void machineWithJdkOnly() throws IOException {
    checkout = new LauncherCheckout(folder).withTool("id", ROOT);
  }

  @Test
  void anotherSystem_namesEachMissingTool() throws Exception {
    var result = checkout.without("JAVA_HOME").run("test");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("only Debian's and Ubuntu's packages can be installed from here. Missing:")
        .contains("a JDK (not only a JRE), 17 or newer")
        .contains("Maven, 3.6.3 or newer")
        .contains("nats-server, 2.10 or newer");
  }

  @Test
  void nothingIsNamedThatIsThere() throws Exception {
    var result = checkout.run("--help");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("Maven").doesNotContain("JDK").doesNotContain("nats-server");
  }

  @Test
  void drill_needsABroker_butItsHelpDoesNot() throws Exception {
    checkout.withMaven();
    var drill = checkout.run("drill", "--json");
    assertThat(drill.status()).isEqualTo(2);
    assertThat(drill.out()).isEmpty();
    assertThat(drill.err()).contains("nats-server").doesNotContain("building");
    assertThat(checkout.run("drill", "--help").status()).isZero();
  }

  @Test
  void calibrate_needsABroker_butItsHelpDoesNot() throws Exception {
    checkout.withMaven();
    var calibrate = checkout.run("calibrate");
    assertThat(calibrate.status()).isEqualTo(2);
    assertThat(calibrate.err()).contains("nats-server").doesNotContain("building");
    assertThat(checkout.run("calibrate", "--help").status()).isZero();
  }

  @Test
  void jreWithoutCompiler_isNotEnough() throws Exception {
    Path jdk = checkout.withJdk(21);
    assertThat(jdk.resolve("bin/javac").toFile().delete()).isTrue();
    assertThat(checkout.with("JAVA_HOME", jdk.toString()).run().err()).contains("a JDK (not only");
  }

  @Test
  void javaHomeThatIsTooOld_isSaidAndPassedOver() throws Exception {
    Path old = checkout.withJdk(11);
    Path fit = checkout.withJdk(21);
    assertThat(checkout.with("JAVA_HOME", old.toString()).run().err())
        .contains("JAVA_HOME (" + old + ") is not a JDK 17 or newer; using " + fit);
  }

  @Test
  void debian_installsWhatIsMissingAndNothingElse() throws Exception {
    Path maven = checkout.script("mvn", LauncherCheckout.resource("mvn"));
    checkout.with("MAVEN", maven.toString());
    checkout.withTool("apt-get", LauncherCheckout.resource("apt-get"));
    var result = checkout.run("--json");

    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("first edition\n");
    assertThat(result.err()).contains("installing maven").doesNotContain("apt-get has to say");
    assertThat(checkout.calls())
        .filteredOn(call -> call.contains("apt-get"))
        .satisfiesExactly(
            update -> assertThat(update).startsWith("noninteractive apt-get").endsWith(" update"),
            install -> assertThat(install).endsWith(" install --no-install-recommends maven"));
  }

  @Test
  void debian_installsEverythingInOneGo() throws Exception {
    checkout.without("JAVA_HOME").withTool("apt-get", LauncherCheckout.resource("apt-get"));
    checkout.run();
    assertThat(checkout.calls())
        .filteredOn(call -> call.contains(" update") || call.contains("--no-install-recommends"))
        .hasSize(2)
        .last()
        .asString()
        .endsWith(" openjdk-21-jdk-headless maven");
  }

  @Test
  void debian_takesTheOldestFittingJdkItHas() throws Exception {
    checkout.withMaven().without("JAVA_HOME");
    checkout.withTool("apt-get", LauncherCheckout.resource("apt-get"));
    var result = checkout.run();

    assertThat(checkout.calls()).last().asString().endsWith(" openjdk-21-jdk-headless");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("installed, but still not to be found. Missing:");
  }

  @Test
  void debian_failedInstallNamesItsLog() throws Exception {
    checkout.withTool("apt-get", "#!/usr/bin/env bash\necho 'E: disk full'\nexit 100\n");
    var result = checkout.run();
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("E: disk full").contains(".breakwater/install.log");
  }

  @Test
  void debian_withoutRootAndSudo() throws Exception {
    checkout.withTool("id", SOMEBODY);
    checkout.withTool("apt-get", LauncherCheckout.resource("apt-get"));
    var result = checkout.run();
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("installing takes root, and there is no sudo. Missing:");
    assertThat(checkout.calls()).isEmpty();
  }

  @Test
  void debian_withSudoThatAsksForAPassword_andNobodyThere() throws Exception {
    checkout.withTool("id", SOMEBODY).withTool("sudo", "#!/usr/bin/env bash\nexit 1\n");
    checkout.withTool("apt-get", LauncherCheckout.resource("apt-get"));
    var result = checkout.run();
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("sudo does not let us");
    assertThat(checkout.calls()).isEmpty();
  }
}
