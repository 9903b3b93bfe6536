package io.breakwater.client.internal;

import io.breakwater.policy.PolicyException;
import io.breakwater.policy.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Reads certificates and keys from PEM files, and says which file is wrong. */
final class PemFiles {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN (ENCRYPTED )?PRIVATE KEY-----([^-]+)-----END (?:ENCRYPTED )?PRIVATE KEY-----");
  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "Ed25519");
  private static final byte[] PROBE = {1, 2, 3};

  private PemFiles() {}

  /**
   * Returns the TLS context of the settings.
   *
   * @throws PolicyException if a file cannot be read, or holds something else than it should
   */
  static SSLContext sslContext(TlsSettings tls) throws GeneralSecurityException {
    TrustManager @Nullable [] trust = null;
    if (tls.caFile().isPresent()) {
      trust = trusting(certificates("nats.tls.caFile", tls.caFile().get()));
    }
    KeyManager @Nullable [] own = null;
    if (tls.certificateFile().isPresent() && tls.keyFile().isPresent()) {
      List<Certificate> chain =
          certificates("nats.tls.certificateFile", tls.certificateFile().get());
      PrivateKey key = privateKey(tls.keyFile().get(), tls.keyPasswordFile());
      if (!belongTogether(chain.get(0).getPublicKey(), key)) {
        throw new PolicyException(
            "nats.tls.keyFile: expected the key to %s, but %s is another one's"
                .formatted(tls.certificateFile().get(), tls.keyFile().get()));
      }
      own = presenting(chain, key);
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own, trust, null);
    return context;
  }

  /** Returns if what the key signs, the certificate confirms; else the server would say no. */
  private static boolean belongTogether(PublicKey certified, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm = SIGNATURES.get(key.getAlgorithm());
    if (algorithm == null) {
      return true;
    }
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException e) {
      return false;
    }
  }

  private static TrustManager[] trusting(List<Certificate> authorities)
      throws GeneralSecurityException {
    KeyStore store = emptyStore();
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("ca-" + i, authorities.get(i));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager[] presenting(List<Certificate> chain, PrivateKey key)
      throws GeneralSecurityException {
    KeyStore store = emptyStore();
    char[] none = new char[0];
    store.setKeyEntry("client", key, none, chain.toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, none);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException("an empty key store cannot be made", e);
    }
    return store;
  }

  private static List<Certificate> certificates(String key, Path file) {
    byte[] bytes = read(key, file).getBytes(StandardCharsets.UTF_8);
    try {
      List<Certificate> found =
          new ArrayList<>(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(bytes)));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException e) {
      throw new PolicyException(
          key + ": expected certificates in PEM, but " + file + " does not parse");
    }
    throw new PolicyException(key + ": expected certificates in PEM, but " + file + " has none");
  }

  private static PrivateKey privateKey(Path file, Optional<Path> passwordFile) {
    String expected = "nats.tls.keyFile: expected a PKCS#8 key (BEGIN PRIVATE KEY) in PEM, but ";
    Matcher matcher = KEY.matcher(read("nats.tls.keyFile", file));
    if (!matcher.find()) {
      throw new PolicyException(expected + file + " has none");
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(2));
      PKCS8EncodedKeySpec spec =
          matcher.group(1) == null
              ? new PKCS8EncodedKeySpec(encoded)
              : decrypted(file, encoded, passwordFile);
      for (String algorithm : KEY_ALGORITHMS) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
          // Of another algorithm: PKCS#8 names it, but the JDK has no way to ask.
        }
      }
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new PolicyException(expected + file + " cannot be decoded or decrypted");
    }
    throw new PolicyException(expected + file + " is none of " + String.join(", ", KEY_ALGORITHMS));
  }

  private static PKCS8EncodedKeySpec decrypted(
      Path file, byte[] encoded, Optional<Path> passwordFile)
      throws GeneralSecurityException, IOException {
    if (passwordFile.isEmpty()) {
      throw new PolicyException(
          "nats.tls.keyPasswordFile: expected, for the key in " + file + " is encrypted");
    }
    String password = read("nats.tls.keyPasswordFile", passwordFile.get()).strip();
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encoded);
    Cipher cipher = Cipher.getInstance(info.getAlgParameters().toString());
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(info.getAlgParameters().toString())
            .generateSecret(new PBEKeySpec(password.toCharArray())),
        info.getAlgParameters());
    return info.getKeySpec(cipher);
  }

  private static String read(String key, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new PolicyException(key + ": expected a readable file, but " + file + " is not one");
    }
  }
}
