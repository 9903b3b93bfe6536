package io.breakwater.broker;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;

/** Plain jnats connections that try once. */
final class Clients {

  private Clients() {}

  static Options.Builder options(String url) {
    return new Options.Builder()
        .server(url)
        .noReconnect()
        .connectionTimeout(Duration.ofSeconds(10))
        .errorListener(new ErrorListener() {});
  }

  static Connection connect(Options.Builder options) throws IOException {
    try {
      return Nats.connect(options.build());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  static Connection connect(String url) throws IOException {
    return connect(options(url));
  }
}
