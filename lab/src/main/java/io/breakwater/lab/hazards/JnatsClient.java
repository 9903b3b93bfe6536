package io.breakwater.lab.hazards;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;

/** Plain jnats that was told to try for ever. */
record JnatsClient(Connection nats) implements HazardClient {

  /** Opens them. */
  record Opener(Duration patience) implements Kind {
    @Override
    public String text() {
      return "jnats";
    }

    @Override
    public HazardClient open(HazardSettings settings) throws IOException, InterruptedException {
      Options.Builder options =
          new Options.Builder()
              .server(settings.url())
              .noRandomize()
              .maxReconnects(-1)
              .reconnectWait(settings.waitTime())
              .reconnectJitter(settings.jitter())
              .connectionTimeout(settings.connectTimeout())
              .errorListener(new ErrorListener() {});
      if (settings.password() != null) {
        options.userInfo(HazardSettings.USER.toCharArray(), settings.password().toCharArray());
      }
      return new JnatsClient(Nats.connect(options.build()));
    }
  }

  @Override
  public boolean connected() {
    return nats.getStatus() == Connection.Status.CONNECTED;
  }

  @Override
  public boolean closed() {
    return nats.getStatus() == Connection.Status.CLOSED;
  }

  @Override
  public void leave() {
    try {
      nats.forceReconnect();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      nats.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
