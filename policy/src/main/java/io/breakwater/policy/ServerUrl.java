package io.breakwater.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The address of one server, for instance {@code nats://nats-0:4222}. Its user info, if it has any,
 * is masked in {@link #toString()} and in every error.
 *
 * @param uri absolute, with a scheme of nats, tls, ws or wss and a host
 */
public record ServerUrl(URI uri) {
  /** The port of a NATS server where the URL names none. */
  public static final int DEFAULT_PORT = 4222;

  private static final Set<String> SCHEMES = Set.of("nats", "tls", "ws", "wss");
  private static final Set<String> TLS_SCHEMES = Set.of("tls", "wss");

  /**
   * Checks the address. The message of the exception says what was expected and repeats no part of
   * the address, which may hold a password.
   *
   * @throws IllegalArgumentException if scheme, host or port is not what it must be
   */
  public ServerUrl {
    String scheme = uri.getScheme();
    if (scheme == null || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "expected a URL with the scheme nats, tls, ws or wss, such as nats://host:4222");
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(
          "expected a URL with a host and a port in digits, such as nats://host:4222 (a host name"
              + " has no underscore; a special character in a password is percent-encoded)");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw new IllegalArgumentException("expected a port from 1 to 65535");
    }
    String path = uri.getRawPath();
    boolean bare = path == null || path.isEmpty() || path.equals("/");
    if (!bare || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "expected a URL that ends after the port, such as nats://host:4222");
    }
  }

  /**
   * Returns the address that the text means.
   *
   * @throws IllegalArgumentException if it means none; the message repeats no part of the text
   */
  public static ServerUrl parse(String text) {
    try {
      return new ServerUrl(new URI(text));
    } catch (URISyntaxException malformed) {
      // Not chained: the exception of java.net repeats its input.
      throw new IllegalArgumentException("expected a URL such as nats://host:4222");
    }
  }

  /** Returns the name or the IP address of the host; an IPv6 address in its brackets. */
  public String host() {
    return uri.getHost();
  }

  /** Returns the port, {@link #DEFAULT_PORT} if the URL names none. */
  public int port() {
    return uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
  }

  /** Returns if the scheme asks for TLS. */
  public boolean usesTls() {
    return TLS_SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT));
  }

  /** Returns the user info, decoded: {@code user:password}, or a token. */
  public Optional<Secret> userInfo() {
    return Optional.ofNullable(uri.getUserInfo()).map(Secret::of);
  }

  /** Returns the address with its user info masked. */
  @Override
  public String toString() {
    String userInfo = uri.getRawUserInfo() == null ? "" : Secret.MASK + "@";
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + userInfo + uri.getHost() + port;
  }
}
