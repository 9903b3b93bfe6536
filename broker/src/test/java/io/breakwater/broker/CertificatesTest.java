package io.breakwater.broker;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Options;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CertificatesTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Certificates.Server.class)
  void tls_onlyAValidCertificateOfTheRightHostIsTrusted(Certificates.Server kind) throws Exception {
    Certificates certificates = Certificates.write(directory, kind);
    try (NatsServer server = start(certificates.tls())) {
      if (kind == Certificates.Server.VALID) {
        handshake("127.0.0.1", server.port(), certificates);
        handshake("localhost", server.port(), certificates);
      } else {
        assertThatThrownBy(() -> handshake("127.0.0.1", server.port(), certificates))
            .isInstanceOf(SSLHandshakeException.class)
            .hasStackTraceContaining(
                kind == Certificates.Server.EXPIRED ? "NotAfter" : "No subject alternative names");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(KeyKind.class)
  void tls_theServerShowsTheKeyThatItWasGiven_signedByAnAuthorityOnACurve(KeyKind kind)
      throws Exception {
    Certificates certificates = Certificates.write(directory, Certificates.Server.VALID, kind);
    try (NatsServer server = start(certificates.tls())) {
      PublicKey shown = handshake("127.0.0.1", server.port(), certificates).getPublicKey();
      assertThat(shown.getAlgorithm()).isEqualTo(kind == KeyKind.EC ? "EC" : "RSA");
      if (shown instanceof RSAPublicKey rsa) {
        assertThat(kind.text()).isEqualTo("rsa-" + rsa.getModulus().bitLength());
      }
    }
    assertThat(certificate(certificates.ca()).getPublicKey().getAlgorithm()).isEqualTo("EC");
    assertThat(certificate(certificates.client().certificate()).getPublicKey().getAlgorithm())
        .isEqualTo("EC");
  }

  @Test
  void tls_jnatsConnects() throws Exception {
    Certificates certificates = Certificates.write(directory);
    try (NatsServer server = start(certificates.tls())) {
      assertThat(server.url()).startsWith("tls://127.0.0.1:");
      Clients.connect(options(server).sslContext(context(certificates, false))).close();
    }
  }

  @Test
  void tls_certificateOfAnotherAuthorityIsNotTrusted() throws Exception {
    Certificates certificates = Certificates.write(directory);
    Certificates others = Certificates.write(directory.resolve("others"));
    try (NatsServer server = start(certificates.tls())) {
      Options.Builder options = options(server).sslContext(context(others, false));
      assertThatThrownBy(() -> Clients.connect(options)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void mutualTls_clientWithCertificateIsIn_withoutOrWithAForeignOneIsOut() throws Exception {
    Certificates certificates = Certificates.write(directory);
    Certificates others = Certificates.write(directory.resolve("others"));
    Certificates mixed =
        new Certificates(certificates.ca(), certificates.server(), others.client());
    try (NatsServer server = start(certificates.mutualTls())) {
      try (Connection connection =
          Clients.connect(options(server).sslContext(context(certificates, true)))) {
        connection.flush(Duration.ofSeconds(10));
      }
      // A jnats that the server turns away after the handshake waits for its whole timeout.
      for (SSLContext wrong :
          new SSLContext[] {context(certificates, false), context(mixed, true)}) {
        Options.Builder options =
            options(server).sslContext(wrong).connectionTimeout(Duration.ofSeconds(1));
        assertThatThrownBy(() -> Clients.connect(options)).isInstanceOf(IOException.class);
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(server.logFile())
                      .content()
                      .containsPattern("TLS handshake error: .*didn't provide a certificate")
                      .containsPattern("TLS handshake error: .*unknown authority"));
    }
  }

  @Test
  void verifyWithoutAuthority_isRefused() {
    Path file = directory.resolve("x.pem");
    assertThatThrownBy(() -> new Tls(file, file, null, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("verifyClient needs a ca");
  }

  @Test
  void keysAreForTheirOwnerOnly() throws IOException {
    Certificates certificates = Certificates.write(directory);
    assertThat(Files.getPosixFilePermissions(certificates.server().key()))
        .containsExactlyInAnyOrder(OWNER_READ, OWNER_WRITE);
  }

  private static NatsServer start(Tls tls) {
    return NatsServer.start(ServerConfig.builder().tls(tls).build());
  }

  private static Options.Builder options(NatsServer server) {
    return Clients.options(server.url()).connectionTimeout(Duration.ofSeconds(3));
  }

  /**
   * Upgrades as a NATS client does, and checks the host's name, which jnats does not; returns the
   * server's certificate.
   */
  private static Certificate handshake(String host, int port, Certificates certificates)
      throws Exception {
    try (Socket plain = new Socket(host, port)) {
      while (plain.getInputStream().read() != '\n') {
        // INFO, in clear text
      }
      SSLSocket socket =
          (SSLSocket)
              context(certificates, false).getSocketFactory().createSocket(plain, host, port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  private static SSLContext context(Certificates certificates, boolean withClient)
      throws Exception {
    KeyStore trust = emptyStore();
    trust.setCertificateEntry("ca", certificate(certificates.ca()));
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(trust);
    KeyStore own = emptyStore();
    if (withClient) {
      String pem = Files.readString(certificates.client().key());
      byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
      own.setKeyEntry(
          "client",
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)),
          new char[0],
          new Certificate[] {certificate(certificates.client().certificate())});
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  private static KeyStore emptyStore() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Certificate certificate(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
