package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code breakwater test}: which Maven calls it is. */
@Tag("launcher")
class LauncherTestCommandTest {

  @TempDir Path folder;
  private LauncherCheckout checkout;

  @BeforeEach
  void machineWithEverything() throws IOException {
    checkout = new LauncherCheckout(folder).withMaven();
    checkout.withBroker("2.10.0");
    checkout.with("JAVA_HOME", checkout.withJdk(17).toString());
  }

  @Test
  void oneJdk_isOneRun() throws Exception {
    assertThat(checkout.run("test").status()).isZero();
    assertThat(checkout.calls()).containsExactly("mvn -B -ntp verify");
  }

  @Test
  void newestLongTermJdk_isASecondRunOfWhatApplicationsRun() throws Exception {
    checkout.withJdk(21);
    Path newest = checkout.withJdk(25);
    checkout.withJdk(26);
    assertThat(checkout.run("test").status()).isZero();
    assertThat(checkout.calls())
        .containsExactly(
            "mvn -B -ntp verify",
            "mvn -B -ntp verify -Djvm="
                + newest
                + "/bin/java -Dspotless.skip=true"
                + " -Dexcluded.groups=soak,launcher -pl policy,client -am");
  }

  @Test
  void namedModules_areThoseOfTheSecondRunToo() throws Exception {
    Path other = checkout.withJdk(25);
    checkout.run("test", "-pl", "lab");
    assertThat(checkout.calls())
        .containsExactly(
            "mvn -B -ntp verify -pl lab",
            "mvn -B -ntp verify -Djvm="
                + other
                + "/bin/java -Dspotless.skip=true -Dexcluded.groups=soak,launcher -pl lab");
  }

  @Test
  void arguments_areHandedToMaven() throws Exception {
    checkout.withJdk(25);
    checkout.run("test", "--one-jdk", "--soak", "-pl", "policy");
    assertThat(checkout.calls()).containsExactly("mvn -B -ntp verify -Dsoak -pl policy");
  }

  @Test
  void anOptionThatNobodyKnows_isOneLine_beforeMavenRuns() throws Exception {
    var result = checkout.run("test", "--sok");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err())
        .contains("test: unknown option --sok, expected --soak, --one-jdk or Maven's")
        .hasLineCount(1);
    assertThat(checkout.calls()).isEmpty();
  }

  @Test
  void failure_endsWithOneAndWithoutASecondRun() throws Exception {
    checkout.withJdk(25);
    assertThat(checkout.with("MVN_STATUS", "3").run("test").status()).isOne();
    assertThat(checkout.calls()).hasSize(1);
  }

  @Test
  void help_runsNothing() throws Exception {
    var result = checkout.run("test", "--help");
    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("Usage: breakwater test");
    assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    assertThat(checkout.calls()).isEmpty();
  }
}
