package io.breakwater.lab.cluster;

import io.breakwater.broker.NatsServer;
import io.breakwater.policy.DurationText;
import java.time.Duration;

/**
 * One server hangs (SIGSTOP) and goes on after the outage (SIGCONT). Its sockets stand, and its
 * kernel still accepts connections: only an unanswered ping tells.
 */
public record Stall() implements Disruption {
  @Override
  public String drill() {
    return "stall";
  }

  @Override
  public String text(int servers, Duration outage) {
    return "%s hangs for %s"
        .formatted(
            servers == 1 ? "the server" : "one of " + servers + " servers",
            DurationText.format(outage));
  }

  @Override
  public boolean noticedByPingsAlone() {
    return true;
  }

  @Override
  public boolean bounded() {
    return false;
  }

  @Override
  public void run(Scene scene) throws InterruptedException {
    NatsServer server = scene.victim();
    boolean alone = scene.tier().nodes().size() == 1;
    scene.cutOff(scene.replicasOf(server));
    scene.down();
    server.pause();
    if (!alone) {
      scene.up();
    }
    scene.pause("a server hangs", scene.outage());
    server.resume();
    scene.restored();
    if (alone) {
      scene.up();
    }
  }
}
