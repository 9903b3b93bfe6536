package io.breakwater.lab.cluster;

import io.breakwater.broker.Fault;
import io.breakwater.broker.FaultProxy;
import io.breakwater.broker.NatsServer;
import io.breakwater.policy.DurationText;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The network between the fleet and the whole tier fails, and works again after the outage; the
 * servers are up all along.
 *
 * @param kind how it fails
 */
public record Partition(Kind kind) implements Disruption {
  /** Long enough to be felt, short against any timeout. */
  private static final Duration DELAY = Duration.ofMillis(500);

  /** How a network fails. */
  public enum Kind {
    /**
     * What is sent is lost, new connections are accepted and get no answer; at the end all are
     * reset, as by a box on the way that has forgotten them.
     */
    SWALLOW,
    /** All connections are reset at once, and each new one until the end. */
    RESET,
    /** What is sent arrives, half a second later in each direction. */
    DELAY;

    /** Returns the name on the command line. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    private Fault fault() {
      return switch (this) {
        case SWALLOW -> new Fault.Swallow();
        case RESET -> new Fault.Reset();
        case DELAY -> new Fault.Delay(Partition.DELAY);
      };
    }
  }

  @Override
  public String drill() {
    return "partition";
  }

  @Override
  public String text(int servers, Duration outage) {
    return "the network to %s %s for %s"
        .formatted(
            servers == 1 ? "the server" : "all " + servers + " servers",
            switch (kind) {
              case SWALLOW -> "swallows everything";
              case RESET -> "resets everything";
              case DELAY -> "is slow";
            },
            DurationText.format(outage));
  }

  @Override
  public boolean noticedByPingsAlone() {
    return kind == Kind.SWALLOW;
  }

  @Override
  public boolean behindProxies() {
    return true;
  }

  @Override
  public Map<String, Object> parameters() {
    return Map.of("fault", kind.text());
  }

  @Override
  public void run(Scene scene) throws InterruptedException {
    if (kind == Kind.SWALLOW) {
      Set<Integer> all = new HashSet<>();
      for (NatsServer server : scene.tier().nodes()) {
        all.addAll(scene.replicasOf(server));
      }
      scene.cutOff(all);
    }
    scene.down();
    scene.tier().proxies().forEach(proxy -> proxy.set(kind.fault()));
    scene.pause("the network fails", scene.outage());
    scene.tier().proxies().forEach(proxy -> proxy.set(new Fault.Forward()));
    if (kind == Kind.SWALLOW) {
      scene.tier().proxies().forEach(FaultProxy::dropConnections);
    }
    scene.restored();
    scene.up();
  }
}
