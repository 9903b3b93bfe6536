package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which nats-server the launcher takes, and how it gets one. */
@Tag("launcher")
class LauncherBrokerTest {

  private static final String WITHOUT_NETWORK = "#!/usr/bin/env bash\necho 'no route'\nexit 100\n";

  @TempDir Path folder;
  private LauncherCheckout checkout;

  @BeforeEach
  void debianWithoutABroker_forSomebodyWhoIsNotRoot() throws IOException {
    checkout = new LauncherCheckout(folder).withMaven();
    checkout.withTool("id", "#!/usr/bin/env bash\necho 1000\n");
    checkout.withTool("apt-get", LauncherCheckout.resource("apt-get"));
    checkout.withTool("dpkg-deb", LauncherCheckout.resource("dpkg-deb"));
    checkout.with("PACKAGED", "2.15.1");
  }

  @Test
  void noBroker_oneIsUnpackedIntoTheCheckout_withoutRoot_once() throws Exception {
    var result = checkout.run("calibrate");
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("path=" + kept());
    assertThat(result.err()).contains("getting nats-server");
    assertThat(checkout.run("calibrate").err()).doesNotContain("getting nats-server");
    assertThat(checkout.calls())
        .filteredOn(call -> call.endsWith(" download nats-server"))
        .hasSize(1);
    assertThat(kept().resolveSibling("nats-server.new")).doesNotExist();
  }

  @Test
  void brokerThatIsNewEnough_isTaken() throws Exception {
    checkout.withBroker("2.10.0");
    assertThat(checkout.run("calibrate").out()).doesNotContain(kept().toString());
    assertThat(checkout.calls()).noneMatch(call -> call.contains("apt-get"));
  }

  @Test
  void brokerOfYearsAgo_losesMessagesInAClusterOfThree_soANewerOneIsTaken() throws Exception {
    checkout.withBroker("2.9.10");
    assertThat(checkout.run("calibrate").out()).contains("path=" + kept());
  }

  @Test
  void brokerOfYearsAgo_whichWasNamed_isTaken() throws Exception {
    checkout.with("BREAKWATER_BROKER_BINARY", "/opt/nats-server");
    assertThat(checkout.run("calibrate").status()).isZero();
    assertThat(checkout.calls()).noneMatch(call -> call.contains("apt-get"));
  }

  @Test
  void withoutNetwork_theOldOneHasToDo_andThatIsSaid() throws Exception {
    checkout.withBroker("2.9.10").withTool("apt-get", WITHOUT_NETWORK);
    var result = checkout.run("calibrate");
    assertThat(result.status()).isZero();
    assertThat(result.err()).contains("using nats-server 2.9; 2.10 or newer is wanted");
  }

  @Test
  void distributionThatHasOnlyAnOldOne_isUsedToo() throws Exception {
    checkout.with("PACKAGED", "2.9.10");
    var result = checkout.run("calibrate");
    assertThat(result.out()).contains("path=" + kept());
    assertThat(result.err()).contains("using nats-server 2.9; 2.10 or newer is wanted");
  }

  @Test
  void withoutNetworkAndBroker_theLogIsNamed() throws Exception {
    checkout.withTool("apt-get", WITHOUT_NETWORK);
    checkout.withTool("nats-server", "#!/bin/sh\n"); // it hides one that this machine has
    var result = checkout.run("calibrate");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err())
        .contains("the package nats-server was not to be had, the whole log: ")
        .contains("nats-server, 2.10 or newer");
    assertThat(Files.readString(checkout.root().resolve(".breakwater/nats-server.log")))
        .contains("no route");
  }

  private Path kept() {
    return checkout.root().resolve(".breakwater/nats-server/usr/sbin");
  }
}
