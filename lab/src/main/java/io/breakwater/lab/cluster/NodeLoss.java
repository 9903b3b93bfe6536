package io.breakwater.lab.cluster;

import io.breakwater.broker.NatsServer;
import io.breakwater.policy.DurationText;
import java.time.Duration;

/** One server of the tier is killed and does not come back; the others are there all along. */
public record NodeLoss() implements Disruption {
  @Override
  public String drill() {
    return "node-loss";
  }

  @Override
  public String text(int servers, Duration outage) {
    return "one of %d servers killed, and still gone after %s"
        .formatted(servers, DurationText.format(outage));
  }

  @Override
  public int leastServers() {
    return 2;
  }

  @Override
  public boolean sparesTheSurvivors() {
    return true;
  }

  @Override
  public void run(Scene scene) throws InterruptedException {
    NatsServer victim = scene.victim();
    scene.down();
    victim.kill();
    scene.up();
    scene.pause("one server is gone", scene.outage());
  }
}
