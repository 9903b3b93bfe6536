package io.breakwater.lab.hazards;

import io.breakwater.broker.NatsServer;
import io.breakwater.policy.StartupKind;
import java.io.IOException;
import java.time.Duration;

/**
 * The server's no comes in milliseconds; jnats waits for the whole connect timeout all the same.
 */
record RejectedSlowly() implements Hazard {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  @Override
  public int number() {
    return 15;
  }

  @Override
  public String fault() {
    return "a rejected attempt, connect timeout 5 s, at a service that fails fast";
  }

  @Override
  public Seen to(HazardClient.Kind kind) throws IOException, InterruptedException {
    try (NatsServer server = NatsServer.start(RejectedTwice.asking(RejectedTwice.RIGHT))) {
      long began = System.nanoTime();
      HazardSettings settings =
          HazardSettings.of(server.url())
              .withPassword(RejectedTwice.WRONG)
              .withConnectTimeout(CONNECT_TIMEOUT)
              .withStartup(StartupKind.FAIL_FAST);
      try (HazardClient client = kind.open(settings)) {
        return Seen.of(false, client, "was not rejected");
      } catch (IOException e) {
        double took = Hazard.secondsSince(began);
        return new Seen(
            took < CONNECT_TIMEOUT.toSeconds() / 2.0,
            Seen.End.DISCONNECTED,
            "knew of its rejection after %.1f s".formatted(took));
      }
    }
  }
}
