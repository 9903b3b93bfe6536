package io.breakwater.controlplane;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.client.Bus;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ProbeSettings;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A broker with JetStream, and buses on it that come back quickly. */
public final class TestBroker implements AutoCloseable {
  /** Far more than anything takes, even where others use the processors. */
  public static final Duration LIMIT = Duration.ofSeconds(40);

  private final NatsServer server = NatsServer.start(ServerConfig.builder().jetStream().build());

  /** Returns the server, to be broken. */
  public NatsServer server() {
    return server;
  }

  /** Opens a bus. */
  public Bus bus(String name) {
    return Bus.open(policy(name));
  }

  /** Returns a policy that comes back at once. */
  public LifecyclePolicy policy(String name) {
    return LifecyclePolicy.builder()
        .service("test")
        .servers(server.url())
        .name(name)
        .reconnect(
            ReconnectSettings.DEFAULTS
                .withShape(ScheduleShape.FIXED)
                .withWaitTime(Duration.ofMillis(100)))
        .probes(ProbeSettings.DEFAULTS.withAddress("127.0.0.1").withPort(0))
        .build();
  }

  /** Returns what waits with patience. */
  public static ConditionFactory await() {
    return Awaitility.await().atMost(LIMIT);
  }

  @Override
  public void close() {
    server.close();
  }
}
