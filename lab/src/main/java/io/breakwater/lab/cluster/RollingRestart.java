package io.breakwater.lab.cluster;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.NatsServer;
import io.breakwater.policy.DurationText;
import java.time.Duration;

/**
 * Each server in turn is stopped (SIGTERM) and started again, as the rollout of a stateful set
 * does: the next one only when the one before says that it is healthy and has its routes.
 */
public record RollingRestart() implements Disruption {
  private static final Duration HEALTHY_LIMIT = Duration.ofMinutes(1);

  @Override
  public String drill() {
    return "rolling-restart";
  }

  @Override
  public String text(int servers, Duration outage) {
    return "each of %d servers in turn restarted, down for %s"
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
  public void run(Scene scene) throws InterruptedException {
    scene.down();
    for (NatsServer server : scene.tier().nodes()) {
      String name = scene.tier().name(server);
      server.stop();
      scene.pause(name + " is down", scene.outage());
      server.restart();
      scene.await("waiting for " + name + " to be healthy", HEALTHY_LIMIT, () -> healthy(server));
      scene.tier().awaitRoutes(HEALTHY_LIMIT);
    }
    scene.up();
  }

  private static boolean healthy(NatsServer server) {
    try {
      return server.monitoring().healthz().ok();
    } catch (BrokerException e) {
      return false; // Not yet, then.
    }
  }
}
