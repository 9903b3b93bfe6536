package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.Certificates;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.broker.ServerConfig;
import io.breakwater.broker.Tls;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.TlsSettings;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS, with real certificates that are right or wrong. */
@Timeout(60)
class StartupTlsTest {
  @TempDir Path directory;

  @Test
  void trustedServer_isConnectedTo_underItsNameAndUnderItsAddress() throws Exception {
    Certificates certificates = Certificates.write(directory);
    try (NatsServer server = start(certificates.tls())) {
      assertConnects(policy(server.url(), trusting(certificates)));
      assertConnects(policy("tls://localhost:" + server.port(), trusting(certificates)));
      // The files alone ask for TLS too.
      assertConnects(policy("nats://localhost:" + server.port(), trusting(certificates)));
    }
  }

  @Test
  void mutualTls_withTheKeyInPlainAndEncrypted() throws Exception {
    Certificates certificates = Certificates.write(directory);
    try (NatsServer server = start(certificates.mutualTls())) {
      assertConnects(
          policy(
              server.url(),
              presenting(certificates, certificates.client().key(), Optional.empty())));
      Path password = Files.writeString(directory.resolve("password"), "correct horse\n");
      Path key = encrypted(certificates.client().key(), "correct horse");
      assertConnects(policy(server.url(), presenting(certificates, key, Optional.of(password))));
    }
  }

  @Test
  void mutualTls_withoutACertificate_isTlsFailed() {
    Certificates certificates = Certificates.write(directory);
    Events events = new Events();
    try (NatsServer server = start(certificates.mutualTls());
        Bus bus = Bus.open(policy(server.url(), trusting(certificates)), events)) {
      await().until(() -> events.outcomes().contains(AttemptOutcome.TLS_FAILED));
      assertThat(bus.health().started()).isFalse();
      // A server whose reset overtakes its alert cannot be told from one that is overloaded.
      assertThat(events.outcomes())
          .isSubsetOf(AttemptOutcome.TLS_FAILED, AttemptOutcome.OVERLOADED);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Certificates.Server.class,
      names = {"EXPIRED", "WRONG_HOST"})
  void badServerCertificate_isTlsFailed(Certificates.Server kind) {
    Certificates certificates = Certificates.write(directory, kind);
    try (NatsServer server = start(certificates.tls())) {
      assertFails(policy(server.url(), trusting(certificates)), AttemptOutcome.TLS_FAILED);
      assertFails(
          policy("tls://localhost:" + server.port(), trusting(certificates)),
          AttemptOutcome.TLS_FAILED);
    }
  }

  @Test
  void unknownAuthority_isTlsFailed() {
    Certificates certificates = Certificates.write(directory.resolve("one"));
    Certificates others = Certificates.write(directory.resolve("other"));
    try (NatsServer server = start(certificates.tls())) {
      assertFails(policy(server.url(), trusting(others)), AttemptOutcome.TLS_FAILED);
      assertFails(Policies.quick(server.url()).build(), AttemptOutcome.TLS_FAILED);
    }
  }

  @Test
  void oneSideWithoutTls_isTlsFailed() {
    Certificates certificates = Certificates.write(directory);
    try (NatsServer secure = start(certificates.tls());
        NatsServer plain = NatsServer.start()) {
      assertFails(
          Policies.quick("nats://127.0.0.1:" + secure.port()).build(), AttemptOutcome.TLS_FAILED);
      assertFails(policy(plain.url(), trusting(certificates)), AttemptOutcome.TLS_FAILED);
    }
  }

  @Test
  void serverThatHangsUpInTheHandshake_isOverloaded_notTlsFailed() {
    TlsSettings tls = trusting(Certificates.write(directory));
    Script info = Script.begin().sendInfo(Map.of("tls_required", true));
    try (ScriptedBroker resets = ScriptedBroker.start(info.pause(Duration.ofMillis(200)).reset());
        ScriptedBroker ends = ScriptedBroker.start(info.halfClose());
        ScriptedBroker hangs = ScriptedBroker.start(info)) {
      assertFails(policy(resets.url(), tls), AttemptOutcome.OVERLOADED);
      assertFails(policy(ends.url(), tls), AttemptOutcome.OVERLOADED);
      assertFails(
          policy(hangs.url(), tls).toBuilder().connectTimeout(Duration.ofSeconds(1)).build(),
          AttemptOutcome.OVERLOADED);
    }
  }

  @Test
  void serverCertificateRenewed_isConnectedToAgain() throws Exception {
    Certificates expired = Certificates.write(directory, Certificates.Server.EXPIRED);
    try (NatsServer server = start(expired.tls())) {
      Events events = new Events();
      Path trusted = directory.resolve("trusted.pem");
      Files.copy(expired.ca(), trusted);
      TlsSettings tls =
          new TlsSettings(
              Optional.of(trusted), Optional.empty(), Optional.empty(), Optional.empty());
      try (Bus bus = Bus.open(policy(server.url(), tls), events)) {
        await().until(() -> events.outcomes().contains(AttemptOutcome.TLS_FAILED));
        // The whole authority is replaced, so the client's file of trust has to be read anew.
        Certificates renewed = Certificates.write(directory.resolve("renewed"));
        Files.write(trusted, Files.readAllBytes(renewed.ca()));
        server.kill();
        server.configure(server.config().toBuilder().tls(renewed.tls()).build());
        server.restart();
        bus.started().toCompletableFuture().get(30, TimeUnit.SECONDS);
      }
    }
  }

  private static NatsServer start(Tls tls) {
    return NatsServer.start(ServerConfig.builder().tls(tls).build());
  }

  private static LifecyclePolicy policy(String url, TlsSettings tls) {
    return Policies.quick(url).tls(tls).build();
  }

  private static TlsSettings trusting(Certificates certificates) {
    return new TlsSettings(
        Optional.of(certificates.ca()), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static TlsSettings presenting(
      Certificates certificates, Path key, Optional<Path> password) {
    return new TlsSettings(
        Optional.of(certificates.ca()),
        Optional.of(certificates.client().certificate()),
        Optional.of(key),
        password);
  }

  private Path encrypted(Path key, String password) throws Exception {
    StringWriter text = new StringWriter();
    try (PEMParser parser = new PEMParser(new StringReader(Files.readString(key)));
        JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          new PKCS8Generator(
              (PrivateKeyInfo) parser.readObject(),
              new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                  .setPRF(PKCS8Generator.PRF_HMACSHA256)
                  .setProvider(new BouncyCastleProvider())
                  .setPassword(password.toCharArray())
                  .build()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return Files.writeString(directory.resolve("encrypted-key.pem"), text.toString());
  }

  private static void assertConnects(LifecyclePolicy policy) throws Exception {
    try (Bus bus = Bus.open(policy)) {
      bus.started().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  private static void assertFails(LifecyclePolicy policy, AttemptOutcome outcome) {
    Events events = new Events();
    try (Bus bus = Bus.open(policy, events)) {
      await().until(() -> events.outcomes().size() >= 2);
      assertThat(events.outcomes()).as(bus.health().lastCause()).containsOnly(outcome);
    }
  }
}
