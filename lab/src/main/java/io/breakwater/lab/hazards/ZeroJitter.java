package io.breakwater.lab.hazards;

import io.breakwater.broker.NatsServer;
import io.breakwater.lab.measure.Await;
import java.io.IOException;

/** Zero jitter makes jnats's delay throw, and that ends its reconnecting in silence. */
record ZeroJitter() implements Hazard {
  /** So that an attempt has failed, and another one is due. */
  private static final long OUTAGE_MILLIS = 1_000;

  @Override
  public int number() {
    return 1;
  }

  @Override
  public String fault() {
    return "jitter of zero, broker down for 1 s";
  }

  @Override
  public Seen to(HazardClient.Kind kind) throws IOException, InterruptedException {
    try (NatsServer server = NatsServer.start();
        HazardClient client = kind.open(HazardSettings.of(server.url()).withoutJitter())) {
      server.kill();
      Thread.sleep(OUTAGE_MILLIS);
      server.restart();
      long up = System.nanoTime();
      boolean back = Await.within(kind.patience(), client::connected);
      return Seen.of(
          back,
          client,
          (back ? "back %.1f s after the broker" : "still disconnected %.0f s after it was back")
              .formatted(Hazard.secondsSince(up)));
    }
  }
}
