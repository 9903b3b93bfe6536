package io.breakwater.broker;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The TLS settings of a server; all files are PEM.
 *
 * @param certificate the server's certificate
 * @param key its private key
 * @param ca the authority that signed the clients' certificates; null if clients are not verified
 * @param verifyClient whether clients must show a certificate signed by {@code ca}
 */
public record Tls(Path certificate, Path key, @Nullable Path ca, boolean verifyClient) {

  /**
   * Checks the combination.
   *
   * @throws IllegalArgumentException if clients are to be verified without an authority
   */
  public Tls {
    if (verifyClient && ca == null) {
      throw new IllegalArgumentException("verifyClient needs a ca");
    }
  }
}
