package io.breakwater.lab.cluster;

import io.breakwater.broker.NatsServer;
import io.breakwater.policy.DurationText;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * One server of the tier is killed, and comes back only when the survivors have taken its replicas;
 * the others are there all along.
 */
public record NodeLoss() implements Disruption {
  private static final Duration RETURN_LIMIT = Duration.ofMinutes(1);

  @Override
  public String drill() {
    return "node-loss";
  }

  @Override
  public String text(int servers, Duration outage) {
    return "one of %d servers killed, still gone after %s, back when its replicas had found others"
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

  /** Whether anybody moves back, nobody may be lost by it. */
  @Override
  public boolean afterwards(Scene scene) throws InterruptedException {
    Tier tier = scene.tier();
    NatsServer lost =
        tier.nodes().stream().filter(server -> !server.isAlive()).findFirst().orElseThrow();
    lost.restart();
    tier.awaitRoutes(RETURN_LIMIT);
    scene.settle("the lost server is back");
    scene.note(
        tier.nodes().stream()
            .map(
                server -> "%s has %d".formatted(tier.name(server), scene.replicasOf(server).size()))
            .collect(
                Collectors.joining(
                    ", ",
                    tier.name(lost) + " came back when all were connected. Of the replicas ",
                    "; who is connected stays where it is.")));
    return true;
  }
}
