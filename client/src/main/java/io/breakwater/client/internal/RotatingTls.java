package io.breakwater.client.internal;

import io.breakwater.policy.PolicyException;
import io.breakwater.policy.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TLS context over PEM files that may change: certificates are renewed while a service runs, and
 * jnats asks its context for a socket factory at each dial. Files that changed are read anew; while
 * they cannot be read, in the middle of a rotation, what was read last holds.
 */
final class RotatingTls extends SSLContextSpi {
  private static final Logger log = LoggerFactory.getLogger(RotatingTls.class);

  private final TlsSettings settings;
  private SSLContext current;
  private List<FileTime> times;

  private RotatingTls(TlsSettings settings) throws GeneralSecurityException {
    this.settings = settings;
    times = times();
    current = PemFiles.sslContext(settings);
  }

  /**
   * Returns the context of the settings.
   *
   * @throws PolicyException if a file cannot be read, or holds something else than it should
   */
  static SSLContext context(TlsSettings settings) throws GeneralSecurityException {
    RotatingTls spi = new RotatingTls(settings);
    return new Context(spi, spi.fresh());
  }

  private synchronized SSLContext fresh() {
    List<FileTime> now = times();
    if (!now.equals(times)) {
      try {
        current = PemFiles.sslContext(settings);
        times = now;
      } catch (GeneralSecurityException | PolicyException e) {
        log.warn("nats.tls: the files changed, and what was read before holds: {}", e.getMessage());
      }
    }
    return current;
  }

  private List<FileTime> times() {
    List<FileTime> found = new ArrayList<>();
    Stream.of(
            settings.caFile(),
            settings.certificateFile(),
            settings.keyFile(),
            settings.keyPasswordFile())
        .flatMap(Optional::stream)
        .forEach(file -> found.add(time(file)));
    return found;
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return fresh().getSocketFactory();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return fresh().getServerSocketFactory();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return fresh().createSSLEngine();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    return fresh().createSSLEngine(host, port);
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return fresh().getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return fresh().getClientSessionContext();
  }

  @Override
  protected void engineInit(KeyManager[] km, TrustManager[] tm, SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("made from files only");
  }

  /** The JDK wants a subclass for a context that comes from no security provider of its own. */
  private static final class Context extends SSLContext {
    Context(RotatingTls spi, SSLContext like) {
      super(spi, like.getProvider(), like.getProtocol());
    }
  }
}
