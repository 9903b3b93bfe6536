package io.breakwater.lab.cluster;

import io.breakwater.broker.NatsServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The processor time of all servers of a tier, through deaths and restarts. For one thread. */
final class TierCpu implements Supplier<Optional<Duration>> {
  private final List<NatsServer> servers;
  private final Duration[] last;
  private Duration total = Duration.ZERO;

  TierCpu(List<NatsServer> servers) {
    this.servers = List.copyOf(servers);
    last = new Duration[servers.size()];
    Arrays.fill(last, Duration.ZERO);
  }

  @Override
  public Optional<Duration> get() {
    for (int i = 0; i < last.length; i++) {
      Optional<Duration> now = servers.get(i).cpuTime();
      if (now.isPresent()) {
        boolean anew = now.get().compareTo(last[i]) < 0;
        total = total.plus(anew ? now.get() : now.get().minus(last[i]));
        last[i] = now.get();
      }
    }
    return Optional.of(total);
  }
}
