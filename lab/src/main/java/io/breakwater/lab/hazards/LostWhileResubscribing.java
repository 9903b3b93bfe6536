package io.breakwater.lab.hazards;

import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.nats.client.Dispatcher;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * The end of a socket that comes while jnats makes its subscriptions again is discarded: jnats says
 * CONNECTED and sits on a dead socket.
 */
record LostWhileResubscribing() implements Hazard {
  /** Making them again must last longer than a FIN takes on loopback. */
  private static final int SUBSCRIPTIONS = 20_000;

  /** jnats is quick enough to notice now and then. */
  private static final int FINS = 4;

  private static final Duration ROUND_TRIP_LIMIT = Duration.ofSeconds(3);

  @Override
  public int number() {
    return 4;
  }

  @Override
  public String fault() {
    return "FIN at the first of 20,000 subscriptions after a reconnect";
  }

  @Override
  public Seen to(HazardClient.Kind kind) throws IOException, InterruptedException {
    try (ScriptedBroker broker = ScriptedBroker.start(LostWhileResubscribing::script);
        HazardClient client = kind.open(HazardSettings.of(broker.url()))) {
      Dispatcher dispatcher = client.nats().createDispatcher(message -> {});
      for (int i = 1; i < SUBSCRIPTIONS; i++) {
        dispatcher.subscribe("subject." + i);
      }
      dispatcher.subscribe("last");
      long began = System.nanoTime();
      boolean through =
          Hazard.await(
              PATIENCE, () -> broker.connections().size() > FINS + 1 && client.connected());
      boolean answered = answered(client);
      Seen.End end =
          client.connected() && !answered ? Seen.End.ZOMBIE : Seen.of(true, client, "").end();
      return new Seen(
          answered,
          end,
          through && answered
              ? "left %d dead sockets, well after %.1f s"
                  .formatted(FINS, Hazard.secondsSince(began))
              : "%.0f s later it says %s, and a ping %s"
                  .formatted(
                      Hazard.secondsSince(began),
                      client.connected() ? "connected" : "disconnected",
                      answered ? "is answered" : "is not answered"));
    }
  }

  private static boolean answered(HazardClient client) throws InterruptedException {
    try {
      client.nats().flush(ROUND_TRIP_LIMIT);
      return true;
    } catch (TimeoutException | RuntimeException e) {
      return false;
    }
  }

  /** FIN as of a proxy whose upstream has gone: it still reads what is sent. */
  private static Script script(int number) {
    if (number == 1) {
      return Script.begin().sendInfo().serveUntil("SUB last").close();
    }
    return number <= FINS + 1
        ? Script.begin().sendInfo().serveUntil("SUB").halfClose()
        : Script.normal();
  }
}
