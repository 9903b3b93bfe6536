package io.breakwater.lab.storm;

import io.breakwater.policy.ScheduleShape;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
  private final List<String> urls;
  private final ReplicaOpened opened;

  JnatsStormFleet(
      StormArm arm,
      StormOptions options,
      StormBroker kind,
      List<String> urls,
      ReplicaOpened opened) {
    super("breakwater-storm-jnats", options.replicas(), Connection::close);
    this.arm = arm;
    this.options = options;
    this.kind = kind;
    this.urls = List.copyOf(urls);
    this.opened = opened;
  }

  @Override
  void open(int replica) throws InterruptedException {
    boolean fixed = arm.fleet().reconnect().shape() == ScheduleShape.FIXED;
    Options.Builder builder =
        new Options.Builder()
            .servers(urls.toArray(String[]::new))
            .connectionName("storm-" + replica)
            .connectionTimeout(options.connectTimeout())
            .maxReconnects(-1)
            .reconnectWait(arm.fleet().reconnect().waitTime())
            .reconnectJitter(fixed ? LEAST_JITTER : arm.fleet().reconnect().jitter())
            .reconnectJitterTls(fixed ? LEAST_JITTER : arm.fleet().reconnect().jitterTls())
            .connectionListener(new JnatsAttempts(replica, options.connectTimeout(), log()))
            .errorListener(new SilentErrors())
            .dataPortType(StormDataPort.class.getName());
    JnatsLogin.of(kind, builder);
    try {
      Connection connection = Nats.connect(builder.build());
      keep(connection);
      opened.jnats(replica, connection);
    } catch (IOException e) {
      logger.warn("storm: replica {} does not connect: {}", replica, e.getMessage());
    }
  }
}
