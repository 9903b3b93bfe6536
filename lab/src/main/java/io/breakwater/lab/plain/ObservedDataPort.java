package io.breakwater.lab.plain;

import io.nats.client.Options;
import io.nats.client.impl.SocketDataPort;

/**
 * jnats's own socket, which tells when jnats is about to dial; nothing else is changed. jnats makes
 * it by name, one for each attempt.
 */
public final class ObservedDataPort extends SocketDataPort {
  private static volatile Runnable observer = () -> {};

  /** Called by jnats. */
  public ObservedDataPort() {}

  static void observeWith(Runnable told) {
    observer = told;
  }

  @Override
  public void afterConstruct(Options options) {
    super.afterConstruct(options);
    observer.run();
  }
}
