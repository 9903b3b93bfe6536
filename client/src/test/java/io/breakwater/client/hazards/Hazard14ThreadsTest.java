package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.awaitStarted;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.NatsServer;
import io.breakwater.client.Bus;
import io.breakwater.client.Policies;
import io.breakwater.policy.LifecyclePolicy;
import io.nats.client.Connection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Some threads of jnats have no name of their own, and the others share theirs. */
@Timeout(120)
class Hazard14ThreadsTest {
  /** The test's own, and the two that the JDK's HTTP server makes under the probes. */
  private static final Set<String> NOT_OURS =
      Set.of(
          "awaitility-thread",
          "CompletableFutureDelayScheduler",
          "HTTP-Dispatcher",
          "idle-timeout-task");

  @Test
  void plainJnats_hasAnonymousThreadsAndSeveralOfOneName() throws Exception {
    try (NatsServer server = NatsServer.start()) {
      Set<Thread> before = threads();
      try (Connection nats = connect(plain(server.url()).connectionName("orders"))) {
        nats.createDispatcher(message -> {}).subscribe("a");

        List<String> names = since(before).stream().map(Thread::getName).toList();
        assertThat(names).anyMatch(name -> name.startsWith("pool-"));
        assertThat(new HashSet<>(names)).hasSizeLessThan(names.size());
      }
    }
  }

  @Test
  void theBus_namesEachThreadAfterItselfAndLeavesNone() throws Exception {
    try (NatsServer server = NatsServer.start()) {
      Set<Thread> before = threads();
      try (Bus orders = Bus.open(named("orders", server));
          Bus stock = Bus.open(named("stock", server))) {
        use(orders);
        use(stock);
        server.kill();
        await().until(() -> orders.health().attempts() >= 2 && stock.health().attempts() >= 2);
        server.restart();
        await().until(() -> orders.health().connected() && stock.health().connected());

        assertThat(since(before))
            .allMatch(Thread::isDaemon)
            .extracting(Thread::getName)
            .allMatch(
                name ->
                    name.startsWith("breakwater-orders-") || name.startsWith("breakwater-stock-"))
            .anyMatch(name -> name.startsWith("breakwater-stock-reader"))
            .doesNotHaveDuplicates();

        orders.close();
        await()
            .untilAsserted(
                () ->
                    assertThat(since(before))
                        .isNotEmpty()
                        .extracting(Thread::getName)
                        .allMatch(name -> name.startsWith("breakwater-stock-")));
        assertThat(stock.health().connected()).isTrue();
      }
      await().untilAsserted(() -> assertThat(since(before)).isEmpty());
    }
  }

  @Test
  void theBus_closedDuringAnOutageLeavesNoThread() throws Exception {
    try (NatsServer server = NatsServer.start()) {
      Set<Thread> before = threads();
      try (Bus bus = Bus.open(named("orders", server))) {
        use(bus);
        server.kill();
        await().until(() -> bus.health().attempts() >= 2);
      }
      await().untilAsserted(() -> assertThat(since(before)).isEmpty());
    }
  }

  @Test
  void theBus_sharesItsNameWithAnotherButNoThread() throws Exception {
    try (NatsServer server = NatsServer.start()) {
      Set<Thread> before = threads();
      try (Bus one = Bus.open(named("orders", server))) {
        use(one);
        Set<Thread> ofOne = since(before);
        try (Bus other = Bus.open(named("orders", server))) {
          use(other);
        }
        await().untilAsserted(() -> assertThat(since(before)).isSubsetOf(ofOne));
        use(one);
      }
      await().untilAsserted(() -> assertThat(since(before)).isEmpty());
    }
  }

  private static LifecyclePolicy named(String name, NatsServer server) {
    return Policies.quick(server.url()).name(name).build();
  }

  /** Makes a bus start all that it ever starts. */
  private static void use(Bus bus) throws Exception {
    awaitStarted(bus);
    var unused = bus.subscribe("a", message -> {});
    bus.request("nobody", new byte[0], Scenarios.PATIENCE)
        .toCompletableFuture()
        .handle((reply, thrown) -> true)
        .get();
  }

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  private static Set<Thread> since(Set<Thread> before) {
    return threads().stream()
        .filter(thread -> !before.contains(thread))
        // The JDK's own, which wait for the broker's process, dispose of memory, or let a
        // CompletableFuture run out of time (since JDK 25 on a worker of the common pool).
        .filter(thread -> thread.getThreadGroup() != null)
        .filter(thread -> !thread.getThreadGroup().getName().startsWith("Innocuous"))
        .filter(thread -> !thread.getThreadGroup().getName().equals("system"))
        .filter(thread -> !NOT_OURS.contains(thread.getName()))
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool-"))
        .collect(Collectors.toSet());
  }
}
