package io.breakwater.lab.hazards;

import io.breakwater.broker.Fault;
import io.breakwater.broker.FaultProxy;
import io.breakwater.broker.NatsServer;
import io.breakwater.lab.measure.Await;
import java.io.IOException;
import java.time.Duration;

/** jnats drops the wish to reconnect when an attempt happens to be running. */
record ForceReconnect() implements Hazard {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration WATCHED = Duration.ofSeconds(3);

  @Override
  public int number() {
    return 5;
  }

  @Override
  public String fault() {
    return "told to leave its connection while an attempt is running";
  }

  @Override
  public Seen to(HazardClient.Kind kind) throws IOException, InterruptedException {
    try (NatsServer server = NatsServer.start();
        FaultProxy proxy = FaultProxy.to(server);
        HazardClient client =
            kind.open(HazardSettings.of(proxy.url()).withConnectTimeout(CONNECT_TIMEOUT))) {
      // The next attempt is accepted and hears nothing until the network is back.
      proxy.set(new Fault.Stall());
      int before = proxy.accepted().size();
      proxy.dropConnections();
      boolean running = Await.within(kind.patience(), () -> proxy.accepted().size() > before);
      client.leave();
      proxy.set(new Fault.Forward());
      boolean back = Await.within(kind.patience(), client::connected);
      boolean left = Await.within(WATCHED, () -> proxy.accepted().size() > before + 1);
      boolean again = Await.within(kind.patience(), client::connected);
      return Seen.of(
          running && back && left && again,
          client,
          left
              ? "left the connection as soon as it stood, and made another"
              : "stayed on the connection that it had been told to leave");
    }
  }
}
