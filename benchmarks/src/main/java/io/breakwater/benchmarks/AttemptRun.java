package io.breakwater.benchmarks;

import io.breakwater.broker.NatsServer;
import io.breakwater.client.Bus;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.LifecycleListener;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.LifecyclePolicy;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What the gate and the supervisor add to one attempt, on a broker that checks no password: the
 * time from the slot to CONNECTED, beside {@code Nats.connect} to its CONNECTED event. Also from
 * {@code Bus.open}, which starts a probe server first, beside all of {@code Nats.connect}.
 */
final class AttemptRun implements Benchmark {
  private static final int CONNECTIONS_PER_ROUND = 40;
  private static final long LIMIT_SECONDS = 30;
  private static final String SIDES = "bus / jnats";

  /** Two durations of one connection, in milliseconds. */
  private record Times(double attempt, double whole) {}

  @Override
  public List<Comparison> run(Settings settings) throws Exception {
    List<Times> buses = new ArrayList<>();
    List<Times> plains = new ArrayList<>();
    try (NatsServer server = NatsServer.start()) {
      LifecyclePolicy policy = Policies.defaults(server.url());
      Options.Builder options =
          new Options.Builder()
              .server(server.url())
              .connectionTimeout(policy.nats().connectTimeout());
      // One round more, to warm up.
      for (int round = 0; round <= settings.rounds(); round++) {
        List<Times> bus = new ArrayList<>();
        List<Times> plain = new ArrayList<>();
        for (int i = 0; i < (settings.fork() ? CONNECTIONS_PER_ROUND : 2); i++) {
          bus.add(bus(policy));
          plain.add(plain(options));
        }
        if (round > 0) {
          buses.add(median(bus));
          plains.add(median(plain));
        }
      }
    }
    return List.of(
        Comparison.of(
            "attempt: slot to CONNECTED",
            "ms",
            SIDES,
            buses.stream().map(Times::attempt).toList(),
            plains.stream().map(Times::attempt).toList()),
        Comparison.of(
            "attempt: open to started",
            "ms",
            SIDES,
            buses.stream().map(Times::whole).toList(),
            plains.stream().map(Times::whole).toList()));
  }

  private static Times median(List<Times> times) {
    return new Times(
        Comparison.median(times.stream().map(Times::attempt).toList()),
        Comparison.median(times.stream().map(Times::whole).toList()));
  }

  private static Times bus(LifecyclePolicy policy) throws Exception {
    CompletableFuture<Double> attempt = new CompletableFuture<>();
    LifecycleListener listener =
        event -> {
          if (event instanceof LifecycleEvent.Attempted ended
              && ended.outcome() == AttemptOutcome.CONNECTED) {
            attempt.complete(ended.took().toNanos() / 1e6);
          }
        };
    long begin = System.nanoTime();
    try (Bus bus = Bus.open(policy, listener)) {
      bus.started().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      double whole = millisSince(begin);
      return new Times(attempt.get(LIMIT_SECONDS, TimeUnit.SECONDS), whole);
    }
  }

  private static Times plain(Options.Builder options) throws Exception {
    CompletableFuture<Double> attempt = new CompletableFuture<>();
    long begin = System.nanoTime();
    ConnectionListener listener =
        (connection, event) -> {
          if (event == ConnectionListener.Events.CONNECTED) {
            attempt.complete(millisSince(begin));
          }
        };
    Connection plain = Nats.connect(options.connectionListener(listener).build());
    try {
      double whole = millisSince(begin);
      return new Times(attempt.get(LIMIT_SECONDS, TimeUnit.SECONDS), whole);
    } finally {
      plain.close();
    }
  }

  private static double millisSince(long beginNanos) {
    return (System.nanoTime() - beginNanos) / 1e6;
  }
}
