package io.breakwater.lab.hazards;

import io.breakwater.broker.FreePorts;
import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * jnats waits when it sees the first server of a round again. If that one was learnt by gossip and
 * a later INFO omits it, jnats never sees it again, and never waits.
 */
record Gossip() implements Hazard {
  private static final Duration WAIT = Duration.ofMillis(500);
  private static final Duration WATCHED = Duration.ofSeconds(3);

  /** One attempt per wait, one at each end, and one for a machine that is busy. */
  private static final long ALLOWED = WATCHED.dividedBy(WAIT) + 3;

  @Override
  public int number() {
    return 3;
  }

  @Override
  public String fault() {
    return "a server that was learnt by gossip is no longer told of; each attempt fails";
  }

  @Override
  public Seen to(HazardClient.Kind kind) throws IOException, InterruptedException {
    int neighbour = FreePorts.take();
    int otherNeighbour = FreePorts.take();
    try (ScriptedBroker broker =
            ScriptedBroker.start(number -> script(number, neighbour, otherNeighbour));
        HazardClient client = kind.open(HazardSettings.of(broker.url()).withWait(WAIT))) {
      var unused = client.nats().subscribe("leave");
      Thread.sleep(WATCHED.toMillis());
      int attempts = broker.connections().size() - 1;
      return Seen.of(
          attempts <= ALLOWED,
          client,
          "%d attempts at the live server in %d s, at a wait of %d ms"
              .formatted(attempts, WATCHED.toSeconds(), WAIT.toMillis()));
    } finally {
      FreePorts.giveBack(neighbour);
      FreePorts.giveBack(otherNeighbour);
    }
  }

  /** Both neighbours are dead; from the second connection on it wants TLS, which ends each. */
  private static Script script(int number, int neighbour, int otherNeighbour) {
    return number == 1
        ? Script.begin()
            .sendInfo(Map.of("connect_urls", List.of("127.0.0.1:" + neighbour)))
            .serveUntil("SUB")
            .close()
        : Script.begin()
            .sendInfo(
                Map.of(
                    "tls_required", true, "connect_urls", List.of("127.0.0.1:" + otherNeighbour)));
  }
}
