package io.breakwater.lab.cluster;

import io.breakwater.broker.NatsServer;
import io.breakwater.lab.storm.StormArm;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.ReconnectSettings;
import java.time.Duration;
import java.util.List;

/**
 * One server is told to become a lame duck: it says so to its clients, waits for a while, lets go
 * of them one by one, and ends. It does not come back.
 */
public record LameDuck() implements Disruption {
  /** The server refuses less. */
  private static final Duration LEAST = Duration.ofSeconds(30);

  /** The server's own default: how long it waits before it lets go of the first client. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public String drill() {
    return "lame-duck";
  }

  @Override
  public String text(int servers, Duration outage) {
    return "one of %d servers a lame duck that ends within %s"
        .formatted(servers, DurationText.format(outage));
  }

  @Override
  public int leastServers() {
    return 2;
  }

  @Override
  public boolean bounded() {
    return false;
  }

  @Override
  public void checkOutage(Duration outage) {
    if (outage.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          "outage: a lame duck takes at least %s, got %s"
              .formatted(DurationText.format(LEAST), DurationText.format(outage)));
    }
  }

  @Override
  public List<String> brokerLines(Duration outage) {
    return List.of(
        "lame_duck_duration: \"%dms\"".formatted(outage.toMillis()),
        "lame_duck_grace_period: \"%dms\"".formatted(GRACE.toMillis()));
  }

  /** Buses move within the grace, so that all have left before the server lets go of the first. */
  @Override
  public StormArm prepared(StormArm arm) {
    ReconnectSettings settings = arm.fleet().reconnect();
    boolean chosen = !settings.lameDuckWindow().equals(ReconnectSettings.DEFAULTS.lameDuckWindow());
    return chosen ? arm : arm.withReconnect(settings.withLameDuckWindow(GRACE));
  }

  @Override
  public void run(Scene scene) throws InterruptedException {
    NatsServer server = scene.victim();
    scene.down();
    server.lameDuck();
    scene.up();
    scene.await(
        "waiting for the lame duck to end", scene.outage().plus(PATIENCE), () -> !server.isAlive());
  }
}
