package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.Authentication;
import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.policy.LifecyclePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** C of real brokers: of one that is started for it, and of one that is there. */
class CalibrateCommandTest extends ProcessFixture {
  private static final String SHORT = " --round 100ms --max-rtt 10s --max-connections 4";

  @Test
  void ownBroker_forAPerson() {
    CliCall call = run("calibrate --auth bcrypt --bcrypt-cost 4 --replicas 30");
    assertThat(call.status()).as(call.err()).isZero();
    assertThat(call.err())
        .contains("calibrate: a broker of its own, bcrypt of cost 4", "-- ")
        .doesNotContain("breakwater: ");
    assertThat(call.out())
        .doesNotContain("-- ")
        .containsPattern("C, connections per second +(at least )?\\d")
        .containsPattern("authentication +[\\d.]+ ms")
        .containsPattern("TLS +–")
        .containsPattern("30 connections need .* connect timeout of 2 s")
        .containsPattern("30 connections need .* connect timeout of 10 s");
    assertThat(call.out().lines())
        .filteredOn(line -> line.startsWith(" "))
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @Test
  void json_isAloneOnStdout() {
    CliCall call = run("calibrate --auth none --replicas 7 --connect-timeout 3s --json");
    assertThat(call.status()).as(call.err()).isZero();
    assertThat(call.out())
        .startsWith("{")
        .endsWith("}\n")
        .contains("\"status\" : \"completed\"", "\"connectRate\" : ", "\"tlsMillis\" : null")
        .contains("\"perSecond\" : ", "\"7 connections need 0", "\"written\" : null");
    assertThat(call.err()).contains("handshakes at a time");
  }

  @Test
  void brokerThatIsThere_userAndPasswordFromAFile_writtenIntoAPolicy() throws IOException {
    Path password = Files.writeString(folder.resolve("pw"), "secret\n");
    Path policy =
        Files.writeString(
            folder.resolve("breakwater.yaml"),
            "# ours\nservice: a\nnats: { servers: [nats://a] }\n");
    try (NatsServer broker = ann()) {
      CliCall call =
          run(
              "calibrate %s --user ann --password-file %s --write %s"
                  .formatted(broker.url(), password, policy));
      assertThat(call.status()).as(call.err()).isZero();
      assertThat(call.out()).contains("written: fleet.connectRate ").doesNotContain("secret");
      assertThat(policy).content().startsWith("# ours\nservice: a\n");
      assertThat(LifecyclePolicy.load(policy, Map.of()).fleet().connectRate().orElseThrow())
          .isPositive();
    }
  }

  @Test
  void credentialsOfAPolicy_orOfAUrl() throws IOException {
    try (NatsServer broker = ann()) {
      Path policy =
          Files.writeString(
              folder.resolve("breakwater.yaml"),
              "service: a\nnats: { servers: [%s], user: ann, password: secret }\n"
                  .formatted(broker.url()));
      CliCall call = run("calibrate --policy " + policy);
      assertThat(call.status()).as(call.err()).isZero();
      CliCall inUrl = run("calibrate nats://ann:secret@127.0.0.1:" + broker.port());
      assertThat(inUrl.status()).as(inUrl.err()).isZero();
      assertThat(inUrl.out()).doesNotContain("secret");
    }
  }

  @Test
  void brokerThatNeedsCredentials_andGotNone_isOneLine() {
    try (NatsServer broker = ann()) {
      CliCall call = run("calibrate " + broker.url() + " --json");
      assertThat(call.status()).isEqualTo(1);
      assertThat(call.err().lines())
          .filteredOn(line -> line.startsWith("breakwater: "))
          .singleElement()
          .asString()
          .contains("the broker needs other credentials than it was given");
      assertThat(call.out()).contains("\"status\" : \"failed\"", "other credentials");
    }
  }

  @Test
  void noBroker_isOneLine() {
    int dead = FreePorts.take();
    try {
      CliCall call = run("calibrate nats://127.0.0.1:" + dead);
      assertThat(call.status()).isEqualTo(1);
      assertThat(call.err().lines())
          .filteredOn(line -> line.startsWith("breakwater: "))
          .singleElement()
          .asString()
          .endsWith("nobody listens there");
    } finally {
      FreePorts.giveBack(dead);
    }
  }

  @Test
  void nameWithoutAnAddress_isOneLine() {
    CliCall call = run("calibrate nats://nobody.invalid");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.err())
        .isEqualTo("breakwater: calibrate nobody.invalid:4222: the name has no address\n");
  }

  @Test
  void filesThatAreWrong_areOneLine_beforeAnythingIsMeasured() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "no secret here");
    assertRefused("calibrate nats://a --user b --password-file missing", "nats.passwordFile");
    assertRefused("calibrate nats://localhost --nkey-file " + text, "expected the seed of an NKey");
    assertRefused("calibrate nats://localhost --ca-file " + text, "nats.tls.caFile");
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            "service: a\nnats:\n  servers: [nats://localhost]\n  nkeyFile: %s\n".formatted(text));
    assertRefused(
        "calibrate --policy " + policy,
        policy
            + ":4: nats.nkeyFile: expected the seed of an NKey, SU..., but "
            + text
            + " has none");
    assertRefused("calibrate --write missing.yaml", "missing.yaml");
    assertRefused("calibrate --policy missing.yaml", "missing.yaml");
  }

  private static void assertRefused(String arguments, String expected) {
    CliCall call = CliCall.run(arguments.split(" "));
    assertThat(call.status()).as(arguments).isEqualTo(2);
    assertThat(call.out()).isEmpty();
    assertThat(call.err().lines())
        .singleElement()
        .asString()
        .startsWith("breakwater: ")
        .contains(expected)
        .doesNotContain("no secret here");
  }

  @Test
  void signal_endsItsBroker() throws Exception {
    try (CliProcess call = start("calibrate --auth none --round 60s")) {
      signalAfter(call, "one handshake", "INT", 130);
      assertThat(call.err()).endsWith("breakwater: aborted: interrupted\n");
    }
  }

  private static CliCall run(String arguments) {
    return CliCall.run((arguments + SHORT).split(" "));
  }

  private static NatsServer ann() {
    return NatsServer.start(
        ServerConfig.builder()
            .authentication(new Authentication.Password("ann", "secret"))
            .build());
  }
}
