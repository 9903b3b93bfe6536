package io.breakwater.lab.storm;

import io.breakwater.lab.light.Login;
import io.nats.client.Nats;
import io.nats.client.Options;

/** The credentials of a storm as jnats takes them. */
public final class JnatsLogin {
  private JnatsLogin() {}

  /** Puts them into options. */
  public static void of(StormBroker kind, Options.Builder builder) {
    if (kind.login() instanceof Login.UserPassword it) {
      builder.userInfo(it.user().toCharArray(), it.password().toCharArray());
    } else if (kind.login() instanceof Login.Token it) {
      builder.token(it.token().toCharArray());
    } else if (kind.login() instanceof Login.Nkey it) {
      builder.authHandler(Nats.staticCredentials(null, it.seed().toCharArray()));
    }
    if (kind.tls() != null) {
      builder.sslContext(kind.tls());
    }
  }
}
