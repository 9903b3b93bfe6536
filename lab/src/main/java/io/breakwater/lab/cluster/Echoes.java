package io.breakwater.lab.cluster;

import io.breakwater.client.Bus;
import io.breakwater.client.BusState;
import io.breakwater.lab.storm.JnatsLogin;
import io.breakwater.lab.storm.LightStormFleet;
import io.breakwater.lab.storm.ReplicaOpened;
import io.breakwater.lab.storm.StormBroker;
import io.breakwater.lab.storm.StormFleet;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/**
 * Finds the zombies of an arm: replicas that say connected and through which no message goes. Buses
 * and jnats connections answer requests on a subject of their own, by a subscription made when they
 * were opened, as those of a service are; light clients have no subjects and answer pings instead.
 */
final class Echoes implements ReplicaOpened {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
  private static final long LOOK_EVERY_MILLIS = 50;

  private final List<BooleanSupplier> closed = new CopyOnWriteArrayList<>();

  @Override
  public void bus(int replica, Bus bus) {
    closed.add(() -> bus.health().state() == BusState.CLOSED);
    var unused =
        bus.subscribe(
            subject(replica), message -> bus.publish(message.getReplyTo(), message.getData()));
  }

  @Override
  public void jnats(int replica, Connection connection) {
    closed.add(() -> connection.getStatus() == Connection.Status.CLOSED);
    var unused =
        connection
            .createDispatcher(
                message -> connection.publish(message.getReplyTo(), message.getData()))
            .subscribe(subject(replica));
  }

  /** Returns how many have closed their connection for good. */
  int closed() {
    return (int) closed.stream().filter(BooleanSupplier::getAsBoolean).count();
  }

  /**
   * Returns those that do not answer.
   *
   * @param connected the replicas that say connected
   * @param url a server to ask them through
   * @param limit how long they may take
   */
  static Set<Integer> silent(
      StormFleet fleet, Set<Integer> connected, StormBroker kind, String url, Duration limit)
      throws InterruptedException {
    return fleet instanceof LightStormFleet light
        ? silentOnPing(light, connected, limit)
        : silentOnRequest(connected, kind, url, limit);
  }

  private static Set<Integer> silentOnPing(
      LightStormFleet fleet, Set<Integer> connected, Duration limit) throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    Set<Integer> silent = new TreeSet<>(connected);
    fleet.ping();
    while (!silent.isEmpty() && System.nanoTime() - until < 0) {
      Thread.sleep(LOOK_EVERY_MILLIS);
      silent.removeAll(fleet.answered());
    }
    return silent;
  }

  /** Interest spreads through a cluster in its own time: one who is silent is asked again. */
  private static Set<Integer> silentOnRequest(
      Set<Integer> connected, StormBroker kind, String url, Duration limit)
      throws InterruptedException {
    Set<Integer> silent = new TreeSet<>(connected);
    try (Connection asker = connect(kind, url)) {
      long until = System.nanoTime() + limit.toNanos();
      while (!silent.isEmpty() && System.nanoTime() - until < 0) {
        ask(asker, silent);
        Thread.sleep(LOOK_EVERY_MILLIS);
      }
    } catch (IOException e) {
      // Nobody can be reached through this server.
      return silent;
    }
    return silent;
  }

  private static void ask(Connection asker, Set<Integer> silent) {
    Map<Integer, CompletableFuture<Boolean>> answers = new HashMap<>();
    for (int replica : silent) {
      answers.put(
          replica,
          asker
              .requestWithTimeout(
                  subject(replica), "echo".getBytes(StandardCharsets.US_ASCII), REQUEST_TIMEOUT)
              .handle((message, error) -> error == null && !message.isStatusMessage()));
    }
    answers.forEach(
        (replica, answered) -> {
          if (answered.join()) {
            silent.remove(replica);
          }
        });
  }

  private static Connection connect(StormBroker kind, String url)
      throws IOException, InterruptedException {
    Options.Builder builder =
        new Options.Builder()
            .server(url)
            .connectionName("breakwater-echo")
            .connectionTimeout(CONNECT_TIMEOUT)
            .errorListener(new ErrorListener() {})
            .noReconnect();
    JnatsLogin.of(kind, builder);
    return Nats.connect(builder.build());
  }

  private static String subject(int replica) {
    return "drill.echo." + replica;
  }
}
