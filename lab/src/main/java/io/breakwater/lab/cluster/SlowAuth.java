package io.breakwater.lab.cluster;

import io.breakwater.broker.NatsServer;
import io.breakwater.policy.DurationText;
import java.time.Duration;

/** All servers are killed and are back after the outage: the fleet logs in anew, all of it. */
public record SlowAuth() implements Disruption {
  @Override
  public String drill() {
    return "slow-auth";
  }

  @Override
  public String text(int servers, Duration outage) {
    return "%s down for %s"
        .formatted(
            servers == 1 ? "the server" : "all " + servers + " servers",
            DurationText.format(outage));
  }

  @Override
  public void run(Scene scene) throws InterruptedException {
    scene.down();
    scene.tier().nodes().forEach(NatsServer::kill);
    scene.pause("broker down", scene.outage());
    scene.tier().nodes().forEach(NatsServer::restart);
    scene.up();
  }
}
