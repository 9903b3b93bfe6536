package io.breakwater.lab.hazards;

import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.broker.ScriptedConnection;
import io.breakwater.lab.measure.Await;
import io.nats.client.Dispatcher;
import java.io.IOException;
import java.util.List;

/**
 * The end of a socket that comes while jnats makes its subscriptions again is discarded: jnats says
 * CONNECTED and sits on a dead socket.
 */
record LostWhileResubscribing() implements Hazard {
  /** Making them again must last longer than a FIN takes on loopback. */
  private static final int SUBSCRIPTIONS = 20_000;

  /** jnats is quick enough to notice now and then. */
  private static final int FINS = 4;

  private static final String MARKER = "marker";

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
          Await.within(kind.patience().multipliedBy(2), () -> publishes(client, broker));
      Seen.End end =
          client.connected() && !through ? Seen.End.ZOMBIE : Seen.of(true, client, "").end();
      String text =
          through
              ? "left %d dead sockets, and a message went through after %.1f s"
                  .formatted(broker.connections().size() - 2, Hazard.secondsSince(began))
              : "%.0f s later it says %s, and no message goes through"
                  .formatted(
                      Hazard.secondsSince(began),
                      client.connected() ? "connected" : "disconnected");
      return new Seen(through, end, text);
    }
  }

  /**
   * A flush says less: jnats counts PONGs, and one PING that is lost sets it off by one for ever.
   */
  private static boolean publishes(HazardClient client, ScriptedBroker broker) {
    List<ScriptedConnection> connections = broker.connections();
    if (connections.size() <= FINS + 1) {
      return false;
    }
    try {
      client.nats().publish(MARKER, new byte[0]);
    } catch (RuntimeException e) {
      return false; // Not connected at this moment.
    }
    return connections.get(connections.size() - 1).lines().stream()
        .anyMatch(line -> line.startsWith("PUB " + MARKER));
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
