package io.breakwater.broker;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;

/**
 * The kind of a private key. It decides what a TLS handshake costs the side that signs with it: RSA
 * of 2048 bits took a nats-server two to three times the work of a curve, and twice the length five
 * times that again.
 */
public enum KeyKind {
  /** On the curve P-256, which every TLS library knows. */
  EC("ec"),
  /** RSA of 2048 bits, what openssl, mkcert and cert-manager make where nothing is said. */
  RSA_2048("rsa-2048"),
  /** RSA of 4096 bits. */
  RSA_4096("rsa-4096");

  private final String text;

  KeyKind(String text) {
    this.text = text;
  }

  /** Returns the name on the command line. */
  public String text() {
    return text;
  }

  /** Makes a new key of this kind; a long one takes seconds. */
  KeyPair generate(SecureRandom random) throws GeneralSecurityException {
    return switch (this) {
      case EC -> {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        yield generator.generateKeyPair();
      }
      case RSA_2048 -> rsa(2_048, random);
      case RSA_4096 -> rsa(4_096, random);
    };
  }

  private static KeyPair rsa(int bits, SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits, random);
    return generator.generateKeyPair();
  }
}
