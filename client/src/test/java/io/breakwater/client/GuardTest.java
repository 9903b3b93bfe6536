package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.Authentication;
import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.broker.ScriptedConnection;
import io.breakwater.broker.ServerConfig;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import io.breakwater.policy.StartupKind;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.NatsServerPool;
import io.nats.client.impl.SocketDataPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gate under an application's own {@code Nats.connect}. */
@Timeout(60)
class GuardTest {

  @Test
  void sampleOfTheManual_connectsAndDelivers() throws Exception {
    try (NatsServer server = NatsServer.start()) {
      String url = server.url();
      LifecyclePolicy policy = Policies.quick(url).build();
      try (Connection nats =
          Nats.connect(Breakwater.guard(new Options.Builder().server(url), policy).build())) {
        CompletableFuture<String> received = new CompletableFuture<>();
        nats.createDispatcher(
                message -> received.complete(new String(message.getData(), StandardCharsets.UTF_8)))
            .subscribe("greetings");
        nats.publish("greetings", "hello".getBytes(StandardCharsets.UTF_8));
        assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo("hello");
      }
    }
  }

  @Test
  void connect_blocksUntilTheBrokerComes_withinTheBudget() throws Exception {
    try (NatsServer server = NatsServer.start()) {
      server.kill();
      Options options = guarded(Policies.quick(server.url()).build(), server.url());
      CompletableFuture<Connection> connecting =
          CompletableFuture.supplyAsync(() -> connect(options));
      await().during(Duration.ofMillis(500)).until(() -> !connecting.isDone());
      server.restart();
      try (Connection nats = connecting.get(30, TimeUnit.SECONDS)) {
        assertThat(nats.getStatus()).isEqualTo(Connection.Status.CONNECTED);
      }
    }
  }

  @Test
  void connect_throwsAtTheDeadline_whateverTheAttemptIsDoing() {
    try (ScriptedBroker silent = ScriptedBroker.start(Script.silent())) {
      LifecyclePolicy policy =
          Policies.budgeted(Duration.ofSeconds(3), Duration.ofMillis(1_100), silent.url()).build();
      CompletableFuture<Long> timer =
          CompletableFuture.supplyAsync(
              System::nanoTime,
              CompletableFuture.delayedExecutor(
                  policy.startupBudget().total().toNanos(), TimeUnit.NANOSECONDS));
      assertThatThrownBy(() -> Nats.connect(guarded(policy, silent.url())))
          .isInstanceOf(IOException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - timer.join()))
          .isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void failFast_isOnePass() {
    int dead = FreePorts.take();
    String nobody = "nats://127.0.0.1:" + dead;
    try (ScriptedBroker rejecting =
        ScriptedBroker.start(Script.rejecting("Authorization Violation"))) {
      LifecyclePolicy policy =
          Policies.starting(StartupKind.FAIL_FAST, nobody, rejecting.url()).build();
      assertThatThrownBy(() -> Nats.connect(guarded(policy, nobody, rejecting.url())))
          .isInstanceOf(IOException.class);
      assertThat(rejecting.connections()).hasSize(1);
    } finally {
      FreePorts.giveBack(dead);
    }
  }

  @Test
  void outage_isComeBackFromWithTheSchedule_andAllSubscriptions() throws Exception {
    Duration wait = Duration.ofMillis(400);
    try (NatsServer server = NatsServer.start()) {
      LifecyclePolicy policy =
          Policies.quick(server.url())
              .reconnect(
                  ReconnectSettings.DEFAULTS.withShape(ScheduleShape.FIXED).withWaitTime(wait))
              .build();
      List<String> received = new CopyOnWriteArrayList<>();
      try (Connection nats = Nats.connect(guarded(policy, server.url()))) {
        nats.createDispatcher(
                message -> received.add(new String(message.getData(), StandardCharsets.UTF_8)))
            .subscribe("greetings");
        int port = server.port();
        server.kill();
        try (ScriptedBroker hangsUp =
            ScriptedBroker.start(port, number -> Script.begin().sendInfo().close())) {
          await().until(() -> hangsUp.connections().size() >= 4);
          List<ScriptedConnection> dials = hangsUp.connections();
          for (int i = 1; i < dials.size(); i++) {
            assertThat(Duration.between(dials.get(i - 1).acceptedAt(), dials.get(i).acceptedAt()))
                .isGreaterThan(wait.minusMillis(100));
          }
        }
        server.restart();
        await().until(() -> nats.getStatus() == Connection.Status.CONNECTED);
        nats.publish("greetings", "again".getBytes(StandardCharsets.UTF_8));
        await().untilAsserted(() -> assertThat(received).containsExactly("again"));
      }
    }
  }

  @Test
  void sameRejectionTwice_isSurvived() throws Exception {
    try (NatsServer server =
        NatsServer.start(
            ServerConfig.builder()
                .authentication(new Authentication.Password("u", "right"))
                .build())) {
      LifecyclePolicy policy = Policies.quick(server.url()).build();
      Options options =
          Breakwater.guard(
                  new Options.Builder()
                      .server(server.url())
                      .userInfo("u".toCharArray(), "right".toCharArray()),
                  policy)
              .build();
      try (Connection nats = Nats.connect(options)) {
        server.kill();
        try (ScriptedBroker rejecting =
            ScriptedBroker.start(
                server.port(), number -> Script.rejecting("Authorization Violation"))) {
          await().until(() -> rejecting.connections().size() >= 5);
        }
        server.restart();
        await().until(() -> nats.getStatus() == Connection.Status.CONNECTED);
      }
    }
  }

  @Test
  void applicationsListeners_areCalled_inOrder_onAThreadOfTheirOwn() throws Exception {
    List<Events> events = new CopyOnWriteArrayList<>();
    List<String> threads = new CopyOnWriteArrayList<>();
    CountDownLatch exceptions = new CountDownLatch(1);
    CountDownLatch slow = new CountDownLatch(1);
    try (NatsServer server = NatsServer.start()) {
      Options.Builder own =
          new Options.Builder()
              .server(server.url())
              .connectionListener(
                  (connection, type) -> {
                    events.add(type);
                    threads.add(Thread.currentThread().getName());
                    if (type == Events.DISCONNECTED) {
                      awaitQuietly(slow);
                    }
                  })
              .errorListener(
                  new ErrorListener() {
                    @Override
                    public void exceptionOccurred(Connection conn, Exception exp) {
                      exceptions.countDown();
                    }
                  });
      Connection nats =
          Nats.connect(
              Breakwater.guard(own, Policies.quick(server.url()).name("mine").build()).build());
      server.kill();
      await().until(() -> events.contains(Events.DISCONNECTED));
      server.restart();
      // A listener that hangs does not keep the connection from coming back.
      await().until(() -> nats.getStatus() == Connection.Status.CONNECTED);
      slow.countDown();
      assertThat(exceptions.await(30, TimeUnit.SECONDS)).isTrue();
      nats.close();
      await().until(() -> events.contains(Events.CLOSED));
      assertThat(events)
          .startsWith(Events.CONNECTED, Events.DISCONNECTED)
          .contains(Events.RECONNECTED)
          .endsWith(Events.CLOSED);
      assertThat(threads).containsOnly("breakwater-mine-callback-1");
      await()
          .untilAsserted(
              () ->
                  assertThat(Thread.getAllStackTraces().keySet())
                      .extracting(Thread::getName)
                      .noneMatch(name -> name.startsWith("breakwater-mine")));
    }
  }

  @Test
  void optionsWithAPoolOrAPortOfTheirOwn_areRefused() {
    LifecyclePolicy policy = Policies.quick("nats://127.0.0.1:1").build();
    Options.Builder pool =
        new Options.Builder().server("nats://127.0.0.1:1").serverPool(new NatsServerPool());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Breakwater.guard(pool, policy))
        .withMessage("the options have a server pool of their own");
    Options.Builder port =
        new Options.Builder().server("nats://127.0.0.1:1").dataPortType(Port.class.getName());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Breakwater.guard(port, policy))
        .withMessage("the options have a data port of their own");
  }

  /** A data port of the application. */
  public static final class Port extends SocketDataPort {}

  private static Options guarded(LifecyclePolicy policy, String... urls) {
    return Breakwater.guard(new Options.Builder().servers(urls), policy).build();
  }

  private static Connection connect(Options options) {
    try {
      return Nats.connect(options);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("not released");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
