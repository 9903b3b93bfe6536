package io.breakwater.lab.hazards;

import io.breakwater.broker.Authentication;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.lab.measure.Await;
import java.io.IOException;
import java.time.Duration;

/** The same authentication error twice from one server closes a jnats connection for good. */
record RejectedTwice() implements Hazard {
  static final String RIGHT = "right";
  static final String WRONG = "wrong";

  private static final long REJECTING_MILLIS = 5_000;

  @Override
  public int number() {
    return 2;
  }

  @Override
  public String fault() {
    return "the broker comes back with its account store behind it, and rejects for 5 s";
  }

  @Override
  public Seen to(HazardClient.Kind kind) throws IOException, InterruptedException {
    try (NatsServer server = NatsServer.start(asking(RIGHT));
        HazardClient client =
            kind.open(
                HazardSettings.of(server.url())
                    .withPassword(RIGHT)
                    // A rejected attempt of plain jnats lasts that long.
                    .withConnectTimeout(Duration.ofSeconds(1)))) {
      server.configure(asking(WRONG));
      server.restart();
      Thread.sleep(REJECTING_MILLIS);
      server.configure(asking(RIGHT));
      server.restart();
      long up = System.nanoTime();
      boolean ended = Await.within(kind.patience(), () -> client.connected() || client.closed());
      boolean back = client.connected();
      String text = "back %.1f s after the password was right again";
      if (!back) {
        text = ended ? "closed for good" : "still disconnected %.0f s after the password was right";
      }
      return Seen.of(back, client, text.formatted(Hazard.secondsSince(up)));
    }
  }

  static ServerConfig asking(String password) {
    return ServerConfig.builder()
        .authentication(new Authentication.Password(HazardSettings.USER, password))
        .build();
  }
}
