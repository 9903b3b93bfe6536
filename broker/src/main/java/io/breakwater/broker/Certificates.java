package io.breakwater.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A certificate authority for tests and drills, and what it signed: PEM files, valid for a day,
 * with keys that are not protected. Never for production.
 *
 * @param ca the authority's certificate, {@code ca.pem}
 * @param server the certificate and key of a server
 * @param client the certificate and key of a client
 */
public record Certificates(Path ca, Pair server, Pair client) {

  /**
   * A certificate and its key.
   *
   * @param certificate the certificate's file
   * @param key the private key's file, PKCS #8
   */
  public record Pair(Path certificate, Path key) {}

  /** What is right or wrong with the server's certificate. */
  public enum Server {
    /** Valid for localhost and 127.0.0.1. */
    VALID,
    /** It ended an hour ago. */
    EXPIRED,
    /** Valid, but for a host of another name. */
    WRONG_HOST
  }

  /** Writes an authority, a valid server and a client into a directory. */
  public static Certificates write(Path directory) {
    return write(directory, Server.VALID);
  }

  /**
   * Writes an authority, a server and a client into a directory, which is created if missing.
   *
   * @throws BrokerException if the files cannot be written
   */
  public static Certificates write(Path directory, Server kind) {
    return write(directory, kind, KeyKind.EC);
  }

  /**
   * As {@link #write(Path, Server)}, with a server's key of that kind; those of the authority and
   * of the client are on a curve.
   *
   * @throws BrokerException if the files cannot be written
   */
  public static Certificates write(Path directory, Server kind, KeyKind serverKey) {
    Instant now = Instant.now();
    CertificateAuthority authority = CertificateAuthority.create(now);
    Instant end = now.plus(kind == Server.EXPIRED ? Duration.ofHours(-1) : Duration.ofDays(1));
    List<String> hosts =
        kind == Server.WRONG_HOST ? List.of("elsewhere.test") : List.of("localhost", "127.0.0.1");
    return new Certificates(
        authority.writeOwn(directory),
        authority.writeServer(directory, hosts, end, serverKey),
        authority.writeClient(directory, "client", now.plus(Duration.ofDays(1))));
  }

  /** Returns the settings of a server with this certificate that does not ask for the clients'. */
  public Tls tls() {
    return new Tls(server.certificate(), server.key(), null, false);
  }

  /** Returns the settings of a server that takes only clients with this authority's certificate. */
  public Tls mutualTls() {
    return new Tls(server.certificate(), server.key(), ca, true);
  }
}
