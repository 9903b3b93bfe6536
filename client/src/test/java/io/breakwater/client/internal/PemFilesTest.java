package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.breakwater.broker.Certificates;
import io.breakwater.policy.PolicyException;
import io.breakwater.policy.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a file is said in one line that names key and file. */
class PemFilesTest {
  private static final String KEY =
      "nats.tls.keyFile: expected a PKCS#8 key (BEGIN PRIVATE KEY) in PEM, but ";

  @TempDir Path directory;
  private Certificates certificates;

  @BeforeEach
  void write() {
    certificates = Certificates.write(directory);
  }

  @Test
  void missingFile() {
    Path file = directory.resolve("missing.pem");
    assertRefused(
        trusting(file), "nats.tls.caFile: expected a readable file, but " + file + " is not one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "no certificate"})
  void fileWithoutACertificate(String text) {
    Path file = text("ca.pem", text);
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> PemFiles.sslContext(trusting(file)))
        .withMessageStartingWith("nats.tls.caFile: expected certificates in PEM, but " + file);
  }

  @Test
  void binaryFile_isNoCrash() throws Exception {
    Path file = Files.write(directory.resolve("ca.der"), new byte[] {0x30, (byte) 0x82, 1, 2, 3});
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> PemFiles.sslContext(trusting(file)))
        .withMessageStartingWith("nats.tls.caFile: expected ");
  }

  @Test
  void oldStyleKey_isNamedAsWhatIsMissing() {
    Path file =
        text("key.pem", "-----BEGIN RSA PRIVATE KEY-----\nMAo=\n-----END RSA PRIVATE KEY-----\n");
    assertRefused(presenting(file, null), KEY + file + " has none");
  }

  @Test
  void keyThatIsNoKey() {
    Path file = text("key.pem", "-----BEGIN PRIVATE KEY-----\nMAo=\n-----END PRIVATE KEY-----\n");
    assertRefused(presenting(file, null), KEY + file + " is none of RSA, EC, Ed25519");
  }

  @Test
  void keyOfAnotherAlgorithm() throws Exception {
    byte[] key = KeyPairGenerator.getInstance("X25519").generateKeyPair().getPrivate().getEncoded();
    Path file =
        text(
            "key.pem",
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n");
    assertRefused(presenting(file, null), KEY + file + " is none of RSA, EC, Ed25519");
  }

  @Test
  void keyOfAnotherCertificate_isRefused() {
    Path file = certificates.server().key();
    assertRefused(
        presenting(file, null),
        "nats.tls.keyFile: expected the key to "
            + certificates.client().certificate()
            + ", but "
            + file
            + " is another one's");
  }

  @Test
  void encryptedKey_withoutOrWithABadPassword() {
    Path file =
        text(
            "key.pem",
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAo=\n-----END ENCRYPTED PRIVATE KEY-----\n");
    assertRefused(
        presenting(file, null),
        "nats.tls.keyPasswordFile: expected, for the key in " + file + " is encrypted");
    assertRefused(
        presenting(file, text("password", "wrong")),
        KEY + file + " cannot be decoded or decrypted");
  }

  @Test
  void goodFiles_makeAContext() throws Exception {
    assertThat(PemFiles.sslContext(presenting(certificates.client().key(), null))).isNotNull();
    assertThat(PemFiles.sslContext(trusting(certificates.ca()))).isNotNull();
  }

  private static void assertRefused(TlsSettings tls, String message) {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> PemFiles.sslContext(tls))
        .withMessage(message);
  }

  private static TlsSettings trusting(Path file) {
    return new TlsSettings(Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private TlsSettings presenting(Path key, @Nullable Path password) {
    return new TlsSettings(
        Optional.of(certificates.ca()),
        Optional.of(certificates.client().certificate()),
        Optional.of(key),
        Optional.ofNullable(password));
  }

  private Path text(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
