package io.breakwater.lab.storm;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.client.Health;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.lab.light.Login;
import io.breakwater.lab.light.SteadyClock;
import io.breakwater.policy.Authentication;
import io.breakwater.policy.FleetFacts;
import io.breakwater.policy.FleetSettings;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.LifecyclePolicyBuilder;
import io.breakwater.policy.ProbeSettings;
import io.breakwater.policy.Secret;
import io.breakwater.policy.SecretSource;
import io.breakwater.policy.StartupKind;
import io.breakwater.policy.StartupSettings;
import io.breakwater.policy.TlsSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.DoubleStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Breakwater buses, all in this process. */
final class BusStormFleet extends LibraryStormFleet<Bus> {
  private static final Logger logger = LoggerFactory.getLogger(BusStormFleet.class);

  private final StormArm arm;
  private final StormOptions options;
  private final StormBroker kind;
  private final List<String> urls;
  private final ReplicaOpened opened;
  private final double capacity;

  BusStormFleet(
      StormArm arm,
      StormOptions options,
      StormBroker kind,
      List<String> urls,
      double capacity,
      ReplicaOpened opened) {
    super("breakwater-storm-bus", options.replicas(), Bus::close);
    this.arm = arm;
    this.options = options;
    this.kind = kind;
    this.urls = List.copyOf(urls);
    this.opened = opened;
    this.capacity = capacity;
  }

  @Override
  void open(int replica) throws InterruptedException {
    try {
      Bus bus = Bus.open(policy(replica), event -> note(replica, event));
      keep(bus);
      opened.bus(replica, bus);
      bus.started()
          .toCompletableFuture()
          .get(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      logger.debug("storm: replica {} takes its time", replica);
    } catch (ExecutionException | BusException e) {
      logger.warn("storm: replica {} does not connect: {}", replica, e.getMessage());
    }
  }

  private LifecyclePolicy policy(int replica) {
    LifecyclePolicyBuilder builder =
        arm.fleet().file().map(LifecyclePolicy::toBuilder).orElseGet(LifecyclePolicy::builder);
    FleetFacts facts = arm.fleet().facts(options.replicas(), capacity, replica);
    builder
        .service("storm")
        .servers(urls.toArray(String[]::new))
        .name("storm-" + replica)
        .connectTimeout(options.connectTimeout())
        .authentication(authentication())
        .startup(StartupSettings.DEFAULTS.withPolicy(StartupKind.RETRY_FOREVER))
        .reconnect(arm.fleet().reconnect())
        .probes(ProbeSettings.DEFAULTS.withEnabled(false));
    // A policy file is told what it leaves open, as with the other clients: its share is in C.
    builder.fleet(
        new FleetSettings(
            facts.connections(), facts.connectRate(), 1, ranked(facts, facts.rank())));
    kind.authority()
        .ifPresent(
            ca ->
                builder.tls(
                    new TlsSettings(
                        Optional.of(ca), Optional.empty(), Optional.empty(), Optional.empty())));
    return builder.build();
  }

  /** A rank past an N that is told too small wraps, as it does in a phase. */
  private static OptionalInt ranked(FleetFacts facts, OptionalInt rank) {
    return rank.isPresent()
        ? OptionalInt.of(rank.getAsInt() % facts.connections().orElse(Integer.MAX_VALUE))
        : rank;
  }

  private Authentication authentication() {
    if (kind.login() instanceof Login.UserPassword it) {
      return new Authentication.UserPassword(it.user(), secret(it.password()));
    }
    if (kind.login() instanceof Login.Token it) {
      return new Authentication.Token(secret(it.token()));
    }
    return kind.seed().isPresent()
        ? new Authentication.NkeyFile(kind.seed().get())
        : new Authentication.Anonymous();
  }

  private static SecretSource secret(String text) {
    return new SecretSource.Inline(Secret.of(text));
  }

  private void note(int replica, LifecycleEvent event) {
    long at = SteadyClock.epochNanos(event.at());
    if (event instanceof LifecycleEvent.Attempted attempted) {
      int attempt = log().began(replica, SteadyClock.epochNanos(attempted.startedAt()));
      log().ended(attempt, attempted.outcome(), at);
    } else if (event instanceof LifecycleEvent.Connected
        || event instanceof LifecycleEvent.Reconnected) {
      log().changed(replica, true, at);
    } else if (event instanceof LifecycleEvent.Disconnected) {
      log().changed(replica, false, at);
    }
  }

  @Override
  public boolean informed() {
    List<Bus> buses = replicas();
    return buses.size() == options.replicas()
        && buses.stream().map(bus -> bus.health().fleet()).allMatch(this::isWhole);
  }

  /** The client that was there before everybody else counts too. */
  private boolean isWhole(FleetFacts seen) {
    return seen.rank().isPresent() && seen.connections().orElse(0) > options.replicas();
  }

  @Override
  public Optional<String> knowledge() {
    List<Health> all = replicas().stream().map(Bus::health).toList();
    return Optional.of(
        "Found out by the replicas (least, median, most): N %s, C %s, P %s s, %d distinct ranks."
            .formatted(
                spread(all.stream().mapToDouble(it -> it.fleet().connections().orElse(0))),
                spread(all.stream().mapToDouble(it -> it.fleet().connectRate().orElse(0))),
                spread(all.stream().mapToDouble(it -> it.period().toMillis() / 1e3)),
                all.stream().flatMapToInt(it -> it.fleet().rank().stream()).distinct().count()));
  }

  private static String spread(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return "%.1f, %.1f, %.1f"
        .formatted(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
  }
}
