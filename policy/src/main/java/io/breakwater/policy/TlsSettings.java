package io.breakwater.policy;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The section {@code nats.tls} of a policy; all files in PEM.
 *
 * @param caFile the certificates to trust; empty: those of the JVM
 * @param certificateFile this client's certificate and its chain, for mutual TLS
 * @param keyFile the private key to it; present exactly if the certificate is
 * @param keyPasswordFile the password of an encrypted key, if it is one
 */
public record TlsSettings(
    Optional<Path> caFile,
    Optional<Path> certificateFile,
    Optional<Path> keyFile,
    Optional<Path> keyPasswordFile) {

  /**
   * Checks that what belongs together is there together.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if there is a certificate without a key, a key without a
   *     certificate or a key's password without a key
   */
  public TlsSettings {
    Objects.requireNonNull(caFile, "caFile");
    if (certificateFile.isPresent() != keyFile.isPresent()) {
      throw new IllegalArgumentException("certificateFile and keyFile go together");
    }
    if (keyPasswordFile.isPresent() && keyFile.isEmpty()) {
      throw new IllegalArgumentException("keyPasswordFile needs keyFile");
    }
  }
}
