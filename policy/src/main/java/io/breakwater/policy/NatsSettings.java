package io.breakwater.policy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The section {@code nats} of a policy: where the broker is and who we are there.
 *
 * @param servers at least one
 * @param connectTimeout of one attempt, from the dial to the first PONG; positive
 * @param name the connection's name as the broker shows it, not blank
 * @param authentication how the connection says who it is
 * @param tls the files of TLS, if any are configured
 */
public record NatsSettings(
    List<ServerUrl> servers,
    Duration connectTimeout,
    String name,
    Authentication authentication,
    Optional<TlsSettings> tls) {

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if an argument is out of its range, or if there is an
   *     authentication beside the user info of a server's URL
   */
  public NatsSettings {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("servers must not be empty");
    }
    Check.positive(connectTimeout, "connectTimeout");
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be blank");
    }
    Objects.requireNonNull(tls, "tls");
    if (!(Objects.requireNonNull(authentication) instanceof Authentication.Anonymous)
        && servers.stream().anyMatch(server -> server.userInfo().isPresent())) {
      throw new IllegalArgumentException(
          "authentication must not be set beside the user info of a server's URL");
    }
  }

  /** Returns if connections run over TLS: by configured files or by the scheme of a server. */
  public boolean usesTls() {
    return tls.isPresent() || servers.stream().anyMatch(ServerUrl::usesTls);
  }
}
