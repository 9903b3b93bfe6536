package io.breakwater.lab.storm;

import io.nats.client.Options;
import io.nats.client.impl.SocketDataPort;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * jnats's own socket, which tells when jnats is about to dial and when the server is heard first;
 * nothing else is changed. jnats makes it by name, one for each attempt.
 */
public final class StormDataPort extends SocketDataPort {
  private @Nullable JnatsAttempts attempts;
  private boolean heard;

  /** Called by jnats. */
  public StormDataPort() {}

  @Override
  public void afterConstruct(Options options) {
    super.afterConstruct(options);
    if (options.getConnectionListener() instanceof JnatsAttempts listener) {
      attempts = listener;
      listener.dialled();
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (!heard && count > 0 && attempts != null) {
      heard = true;
      attempts.heard();
    }
    return count;
  }
}
