package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.broker.Certificates;
import io.breakwater.policy.Authentication;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.LifecyclePolicyBuilder;
import io.breakwater.policy.PolicyException;
import io.breakwater.policy.SecretSource;
import io.breakwater.policy.StartupKind;
import io.breakwater.policy.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no waiting mends fails at once, under every startup policy, and names key and file. */
class StartupUnfixableTest {
  @TempDir Path directory;

  @Test
  void credentialsFile_missing() {
    Path file = directory.resolve("missing.creds");
    assertRefused(
        policy -> policy.authentication(new Authentication.CredentialsFile(file)),
        "nats.credentialsFile: expected a readable file, but " + file + " is not one");
  }

  @Test
  void credentialsFile_withoutCredentials() {
    Path file = write("empty.creds", "nothing to see\n");
    assertRefused(
        policy -> policy.authentication(new Authentication.CredentialsFile(file)),
        "nats.credentialsFile: expected a file with a user JWT and its NKey seed, but "
            + file
            + " has none that is valid");
  }

  @Test
  void nkeyFile_withABadSeed() {
    Path file = write("user.nk", "SUAABADSEED\n");
    assertRefused(
        policy -> policy.authentication(new Authentication.NkeyFile(file)),
        "nats.nkeyFile: expected a file with an NKey seed, but "
            + file
            + " has none that is valid");
  }

  @Test
  void passwordFile_isADirectory() {
    assertRefused(
        policy ->
            policy.authentication(
                new Authentication.UserPassword("u", new SecretSource.FromFile(directory))),
        "nats.passwordFile: expected a readable file, but " + directory + " is not one");
  }

  @Test
  void tokenFile_isEmpty() {
    Path file = write("token", " \n");
    assertRefused(
        policy -> policy.authentication(new Authentication.Token(new SecretSource.FromFile(file))),
        "nats.tokenFile: expected a secret, but " + file + " is empty");
  }

  @Test
  void aPolicyOfAFile_isToldWithTheLineThatIsWrong() {
    Path ca = write("ca.pem", "no certificate");
    Path policy =
        write(
            "breakwater.yaml",
            """
            service: test
            nats:
              servers: [nats://127.0.0.1:1]
              tls:
                caFile: %s
            probes: { port: 0 }
            """
                .formatted(ca));
    assertThatThrownBy(() -> Bus.open(LifecyclePolicy.load(policy, Map.of())))
        .isInstanceOf(PolicyException.class)
        .hasMessage(
            policy
                + ":5: nats.tls.caFile: expected certificates in PEM, but "
                + ca
                + " does not parse");
  }

  @Test
  void certificate_doesNotParse() {
    Path file =
        write("ca.pem", "-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n");
    assertRefused(
        policy ->
            policy.tls(
                new TlsSettings(
                    Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty())),
        "nats.tls.caFile: expected certificates in PEM, but " + file + " does not parse");
  }

  @Test
  void key_isNone() {
    Certificates certificates = Certificates.write(directory);
    Path file = write("key.pem", "no key\n");
    assertRefused(
        policy ->
            policy.tls(
                new TlsSettings(
                    Optional.of(certificates.ca()),
                    Optional.of(certificates.client().certificate()),
                    Optional.of(file),
                    Optional.empty())),
        "nats.tls.keyFile: expected a PKCS#8 key (BEGIN PRIVATE KEY) in PEM, but "
            + file
            + " has none");
  }

  private static void assertRefused(UnaryOperator<LifecyclePolicyBuilder> change, String message) {
    for (StartupKind kind : StartupKind.values()) {
      Events events = new Events();
      assertThatExceptionOfType(PolicyException.class)
          .as(kind.name())
          .isThrownBy(
              () ->
                  Bus.open(
                      change.apply(Policies.starting(kind, "nats://127.0.0.1:1")).build(), events))
          .withMessage(message);
      assertThat(events.all()).isEmpty();
    }
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
