package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.broker.ServerConfig;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.Authentication;
import io.breakwater.policy.FirstAttempt;
import io.breakwater.policy.FleetSettings;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import io.breakwater.policy.Secret;
import io.breakwater.policy.SecretSource;
import io.breakwater.policy.StartupKind;
import io.breakwater.policy.StartupSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first connection, under each startup policy. */
@Timeout(60)
class StartupTest {
  private final int port = FreePorts.take();
  private final String nobody = "nats://127.0.0.1:" + port;

  @AfterEach
  void giveBack() {
    FreePorts.giveBack(port);
  }

  @Test
  void failFast_brokerIsThere_opensConnected() {
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.open(Policies.starting(StartupKind.FAIL_FAST, server.url()).build())) {
      assertThat(bus.health().connected()).isTrue();
      assertThat(bus.started().toCompletableFuture()).isCompleted();
    }
  }

  @Test
  void failFast_nobodyListens_throwsAfterOneAttempt() {
    Events events = new Events();
    assertThatExceptionOfType(ConnectFailedException.class)
        .isThrownBy(
            () -> Bus.open(Policies.starting(StartupKind.FAIL_FAST, nobody).build(), events))
        .withMessage("connect nats " + nobody + ": Connection refused");
    assertThat(events.outcomes()).containsExactly(AttemptOutcome.REFUSED);
    assertThat(events.all())
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("Opened", "Attempted", "Failed", "Closed");
  }

  @Test
  void failFast_makesOnePassOverAllServers_whateverEachAnswers() {
    Events events = new Events();
    try (ScriptedBroker rejecting =
        ScriptedBroker.start(Script.rejecting("Authorization Violation"))) {
      assertThatExceptionOfType(ConnectFailedException.class)
          .isThrownBy(
              () ->
                  Bus.open(
                      Policies.starting(
                              StartupKind.FAIL_FAST,
                              nobody,
                              "nats://no-such-host.invalid:4222",
                              rejecting.url())
                          .build(),
                      events))
          .withMessageMatching(
              "connect nats nats://\\S+,nats://\\S+,nats://\\S+: "
                  + "(Connection refused|Authorization Violation|no such host: \\S+)");
      assertThat(events.outcomes())
          .containsExactlyInAnyOrder(
              AttemptOutcome.REFUSED, AttemptOutcome.UNRESOLVED, AttemptOutcome.AUTH_REJECTED);
      assertThat(rejecting.connections()).hasSize(1);
    }
  }

  @Test
  void failFast_secondServerIsThere_opensConnected() {
    try (NatsServer server = NatsServer.start();
        Bus bus =
            Bus.open(Policies.starting(StartupKind.FAIL_FAST, nobody, server.url()).build())) {
      assertThat(bus.health().server()).isEqualTo(server.url());
    }
  }

  @Test
  void failFast_rejectedPassword_endsTheAttemptLongBeforeItsTimeout() {
    try (ScriptedBroker broker =
        ScriptedBroker.start(
            Script.begin()
                .sendInfo()
                .await("CONNECT")
                .sendLine("-ERR 'Authorization Violation'"))) {
      long began = System.nanoTime();
      assertThatThrownBy(
              () ->
                  Bus.open(
                      Policies.starting(StartupKind.FAIL_FAST, broker.url())
                          .connectTimeout(Duration.ofSeconds(30))
                          .build()))
          .isInstanceOf(ConnectFailedException.class)
          .hasMessageEndingWith(": Authorization Violation");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void retryWithinBudget_brokerComesLater_isConnected() throws Exception {
    try (NatsServer server = NatsServer.start()) {
      server.kill();
      try (Bus bus = Bus.open(Policies.quick(server.url()).build())) {
        assertThat(bus.health().state()).isEqualTo(BusState.CONNECTING);
        assertThat(bus.started().toCompletableFuture()).isNotDone();
        assertThatThrownBy(bus::connection).isInstanceOf(NotConnectedException.class);
        await().until(() -> bus.health().attempts() >= 2);
        server.restart();
        bus.started().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(bus.health().connected()).isTrue();
        assertThat(bus.health().reconnects()).isZero();
        assertThat(bus.health().outcomes())
            .containsEntry(AttemptOutcome.CONNECTED, 1L)
            .containsKey(AttemptOutcome.REFUSED);
      }
    }
  }

  @Test
  void retryWithinBudget_nobodyComes_failsAtTheDeadlineAndCloses() {
    Events events = new Events();
    LifecyclePolicy policy =
        Policies.budgeted(Duration.ofSeconds(1), Duration.ofMillis(500), nobody).build();
    try (Bus bus = Bus.open(policy, events)) {
      assertThatThrownBy(() -> bus.started().toCompletableFuture().get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(StartupBudgetExceededException.class)
          .hasRootCauseMessage("nats not connected within startup budget (1s500ms)");
      assertThat(bus.health().state()).isEqualTo(BusState.CLOSED);
      assertThatThrownBy(() -> bus.publish("a", new byte[0]))
          .isInstanceOf(BusClosedException.class);
      await().until(() -> !events.of(LifecycleEvent.Closed.class).isEmpty());
      assertThat(events.of(LifecycleEvent.Failed.class))
          .extracting(LifecycleEvent.Failed::cause)
          .containsExactly("nats not connected within startup budget (1s500ms)");
    }
  }

  @Test
  void waitForEndpoint_nobodyComes_throwsAtTheDeadline() {
    assertThatExceptionOfType(StartupBudgetExceededException.class)
        .isThrownBy(
            () ->
                Bus.open(
                    Policies.quick(nobody)
                        .connectTimeout(Duration.ofMillis(500))
                        .startup(
                            StartupSettings.DEFAULTS
                                .withPolicy(StartupKind.WAIT_FOR_ENDPOINT)
                                .withPasses(1)
                                .withMargin(Duration.ZERO))
                        .build()))
        .withMessage("nats not connected within startup budget (500ms)");
  }

  @Test
  void waitForEndpoint_brokerComesLater_returnsConnected() {
    try (NatsServer server = NatsServer.start()) {
      server.kill();
      CompletableFuture<Bus> opened =
          CompletableFuture.supplyAsync(
              () ->
                  Bus.open(Policies.starting(StartupKind.WAIT_FOR_ENDPOINT, server.url()).build()));
      server.restart();
      try (Bus bus = opened.join()) {
        assertThat(bus.health().connected()).isTrue();
      }
    }
  }

  @Test
  void waitForEndpoint_callerIsInterrupted_closesAndKeepsTheFlag() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    CountDownLatch dialled = new CountDownLatch(1);
    Events events = new Events();
    Thread opener =
        new Thread(
            () -> {
              try {
                Bus.open(
                    Policies.starting(StartupKind.WAIT_FOR_ENDPOINT, nobody).build(),
                    event -> {
                      events.onEvent(event);
                      dialled.countDown();
                    });
              } catch (RuntimeException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
              }
            });
    opener.start();
    assertThat(dialled.await(30, TimeUnit.SECONDS)).isTrue();
    opener.interrupt();
    opener.join(TimeUnit.SECONDS.toMillis(30));
    assertThat(thrown.get()).isInstanceOf(BusClosedException.class);
    assertThat(flag.get()).isTrue();
    await().until(() -> !events.of(LifecycleEvent.Closed.class).isEmpty());
  }

  @Test
  void retryForever_outlivesTheBudgetOfTheOthers() throws Exception {
    try (NatsServer server = NatsServer.start()) {
      server.kill();
      LifecyclePolicy policy =
          Policies.quick(server.url())
              .connectTimeout(Duration.ofMillis(500))
              .startup(
                  StartupSettings.DEFAULTS
                      .withPolicy(StartupKind.RETRY_FOREVER)
                      .withPasses(1)
                      .withMargin(Duration.ZERO))
              .build();
      try (Bus bus = Bus.open(policy)) {
        await()
            .until(
                () ->
                    bus.health()
                            .outageAge()
                            .compareTo(policy.startupBudget().total().multipliedBy(2))
                        > 0);
        assertThat(bus.health().state()).isEqualTo(BusState.CONNECTING);
        server.restart();
        await().until(() -> bus.health().connected());
      }
    }
  }

  @Test
  void rejectedPassword_isRetried_andTakenOnceTheBrokerKnowsIt() throws Exception {
    Events events = new Events();
    try (NatsServer server =
        NatsServer.start(
            ServerConfig.builder()
                .authentication(new io.breakwater.broker.Authentication.Password("u", "other"))
                .build())) {
      LifecyclePolicy policy =
          Policies.quick(server.url())
              .authentication(
                  new Authentication.UserPassword("u", new SecretSource.Inline(Secret.of("right"))))
              .build();
      try (Bus bus = Bus.open(policy, events)) {
        await().until(() -> events.outcomes().size() >= 4);
        assertThat(events.outcomes()).containsOnly(AttemptOutcome.AUTH_REJECTED);
        assertThat(bus.health().state()).isEqualTo(BusState.CONNECTING);
        server.configure(
            server.config().toBuilder()
                .authentication(new io.breakwater.broker.Authentication.Password("u", "right"))
                .build());
        server.reload();
        bus.started().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(events.of(LifecycleEvent.ConnectionReplaced.class)).isEmpty();
      }
    }
  }

  @Test
  void unresolvedName_isRetried_andResolvedAnewEachTime() {
    Events events = new Events();
    try (Bus bus = Bus.open(Policies.quick("nats://no-such-host.invalid:4222").build(), events)) {
      await().until(() -> events.outcomes().size() >= 3);
      assertThat(events.outcomes()).containsOnly(AttemptOutcome.UNRESOLVED);
      assertThat(bus.health().lastCause()).isEqualTo("no such host: no-such-host.invalid");
    }
  }

  @Test
  void firstAttemptImmediate_doesNotWaitForItsSlot() throws Exception {
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.open(slotIsFarAway(FirstAttempt.IMMEDIATE, server.url()))) {
      bus.started().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void firstAttemptSpread_waitsForItsSlot() throws Exception {
    try (ScriptedBroker broker = ScriptedBroker.start(Script.normal());
        Bus bus = Bus.open(slotIsFarAway(FirstAttempt.SPREAD, broker.url()))) {
      TimeUnit.SECONDS.sleep(1);
      assertThat(broker.connections()).isEmpty();
      assertThat(bus.health().attempts()).isZero();
      assertThat(bus.health().state()).isEqualTo(BusState.CONNECTING);
    }
  }

  @Test
  void everyServerFailedItsMaxAttempts_isAnErrorAndNoSilentClose() {
    Events events = new Events();
    LifecyclePolicy policy =
        Policies.quick(nobody)
            .reconnect(
                ReconnectSettings.DEFAULTS
                    .withShape(ScheduleShape.FIXED)
                    .withWaitTime(Duration.ofMillis(50))
                    .withMaxAttempts(2))
            .build();
    try (Bus bus = Bus.open(policy, events)) {
      assertThatThrownBy(() -> bus.started().toCompletableFuture().get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(NoServerLeftException.class);
      await().until(() -> !events.of(LifecycleEvent.Closed.class).isEmpty());
      assertThat(events.outcomes()).hasSize(2);
      assertThat(events.of(LifecycleEvent.ServerRemoved.class)).hasSize(1);
      assertThat(events.of(LifecycleEvent.Failed.class)).hasSize(1);
    }
  }

  @Test
  void close_whileConnecting_failsStartedAndEndsAtOnce() {
    try (ScriptedBroker silent = ScriptedBroker.start(Script.silent())) {
      Bus bus =
          Bus.open(Policies.quick(silent.url()).connectTimeout(Duration.ofSeconds(30)).build());
      await().until(() -> !silent.connections().isEmpty());
      long began = System.nanoTime();
      bus.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
      assertThat(bus.started().toCompletableFuture())
          .isCompletedExceptionally()
          .failsWithin(Duration.ofSeconds(1))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(BusClosedException.class);
      assertThatThrownBy(bus::connection).isInstanceOf(BusClosedException.class);
      assertThatThrownBy(bus::reconnect).isInstanceOf(BusClosedException.class);
      assertThatThrownBy(() -> bus.subscribe("a", message -> {}))
          .isInstanceOf(BusClosedException.class);
      assertThatThrownBy(() -> bus.request("a", new byte[0], Duration.ofSeconds(1)))
          .isInstanceOf(BusClosedException.class);
      bus.close();
    }
  }

  /** One of 600 replicas of a fleet whose period is 75 s or so, and whose slot has just passed. */
  private static LifecyclePolicy slotIsFarAway(FirstAttempt firstAttempt, String url) {
    LifecyclePolicy policy = spread(firstAttempt, url, 0);
    for (int rank = 0; rank < 600; rank += 60) {
      policy = spread(firstAttempt, url, rank);
      if (policy
              .schedule()
              .nextWait(0, Duration.ZERO, 0, Instant.now(), 0)
              .compareTo(Duration.ofSeconds(40))
          > 0) {
        break;
      }
    }
    return policy;
  }

  private static LifecyclePolicy spread(FirstAttempt firstAttempt, String url, int rank) {
    return Policies.quick(url)
        .reconnect(ReconnectSettings.DEFAULTS.withShape(ScheduleShape.SPREAD))
        .fleet(
            new FleetSettings(
                OptionalInt.of(600), OptionalDouble.of(8.4), 1.0, OptionalInt.of(rank)))
        .startup(StartupSettings.DEFAULTS.withFirstAttempt(firstAttempt))
        .build();
  }
}
