package io.breakwater.lab.storm;

import io.breakwater.policy.ScheduleShape;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plain jnats connections with the wait and the jitter of the arm, and nothing else. */
final class JnatsStormFleet extends LibraryStormFleet<Connection> {
  private static final Logger logger = LoggerFactory.getLogger(JnatsStormFleet.class);

  /** With no jitter at all, jnats 2.26 never reconnects. */
  private static final Duration LEAST_JITTER = Duration.ofMillis(1);

  private final StormArm arm;
  private final StormOptions options;
  private final StormBroker kind;
  private final String url;

  JnatsStormFleet(StormArm arm, StormOptions options, StormBroker kind, String url) {
    super("breakwater-storm-jnats", options.replicas(), Connection::close);
    this.arm = arm;
    this.options = options;
    this.kind = kind;
    this.url = url;
  }

  @Override
  void open(int replica) throws InterruptedException {
    boolean fixed = arm.reconnect().shape() == ScheduleShape.FIXED;
    Options.Builder builder =
        new Options.Builder()
            .server(url)
            .connectionName("storm-" + replica)
            .connectionTimeout(options.connectTimeout())
            .maxReconnects(-1)
            .reconnectWait(arm.reconnect().waitTime())
            .reconnectJitter(fixed ? LEAST_JITTER : arm.reconnect().jitter())
            .reconnectJitterTls(fixed ? LEAST_JITTER : arm.reconnect().jitterTls())
            .connectionListener(new JnatsAttempts(replica, options.connectTimeout(), log()))
            .errorListener(new SilentErrors())
            .dataPortType(StormDataPort.class.getName());
    JnatsLogin.of(kind, builder);
    try {
      keep(Nats.connect(builder.build()));
    } catch (IOException e) {
      logger.warn("storm: replica {} does not connect: {}", replica, e.getMessage());
    }
  }
}
