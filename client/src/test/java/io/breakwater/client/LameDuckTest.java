package io.breakwater.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.NatsCluster;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.broker.ServerConfig;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.FleetSettings;
import io.breakwater.policy.LifecyclePolicyBuilder;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server says that it is about to stop: who is on it leaves in time, one by one. */
@Timeout(120)
class LameDuckTest {
  private static final Duration WINDOW = Duration.ofSeconds(3);

  /** So long that no slot of it falls into a test, by any chance worth counting. */
  private static final Duration NEVER = Duration.ofDays(300);

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Long before the server lets go of its first client, every window of these tests is over. */
  private static final ServerConfig PATIENT =
      ServerConfig.builder()
          .lameDuckDuration(Duration.ofSeconds(60))
          .lameDuckGracePeriod(Duration.ofSeconds(50))
          .build();

  @Test
  void fleetOnALameDuck_leavesOneByOneInItsSlots_withOneAttemptEach_andNobodyGoesBack()
      throws Exception {
    int members = 6;
    List<Bus> fleet = new ArrayList<>();
    List<Events> events = new ArrayList<>();
    AtomicInteger received = new AtomicInteger();
    try (NatsCluster cluster = NatsCluster.start(3, PATIENT)) {
      NatsServer lame = cluster.node(0);
      try {
        for (int rank = 0; rank < members; rank++) {
          events.add(new Events());
          // The others of the cluster are learnt from this one.
          fleet.add(
              Bus.open(
                  // Who waited for a slot of the period as well would not be back in time.
                  spread(WINDOW, lame.url())
                      .reconnect(
                          ReconnectSettings.DEFAULTS.withWaitTime(NEVER).withLameDuckWindow(WINDOW))
                      .fleet(
                          FleetSettings.DEFAULTS
                              .withConnections(members)
                              .withConnectRate(100)
                              .withRank(rank))
                      .build(),
                  events.get(rank)));
          fleet.get(rank).subscribe("news", message -> received.incrementAndGet());
        }
        await().until(() -> lame.monitoring().connz().total() == members);

        lame.lameDuck();
        await().until(() -> events.stream().allMatch(log -> reconnects(log).size() == 1));

        assertThat(Files.readString(lame.logFile())).doesNotContain("Closing existing clients");
        List<Instant> moments = new ArrayList<>();
        for (Events log : events) {
          assertThat(reconnects(log).get(0).server()).isNotEqualTo(lame.url());
          assertThat(reconnects(log).get(0).attempts()).isEqualTo(1);
          assertThat(log.outcomes())
              .containsExactly(AttemptOutcome.CONNECTED, AttemptOutcome.CONNECTED);
          moments.add(theOnly(log, LifecycleEvent.LeavingLameDuck.class).at());
        }
        // Six slots of half a second: five of them lie between the first and the last.
        moments.sort(null);
        assertThat(moments).doesNotHaveDuplicates();
        assertThat(Duration.between(moments.get(0), moments.get(members - 1)))
            .isGreaterThan(Duration.ofSeconds(1));

        fleet.get(0).publish("news", new byte[0]);
        await().until(() -> received.get() == members);
        assertThat(lame.monitoring().connz().total()).isZero();
      } finally {
        fleet.forEach(Bus::close);
      }
    }
  }

  @Test
  void whatIsPublishedThroughTheMove_isHeldWhileItLeaves_andArrives() throws Exception {
    Events events = new Events();
    Set<String> received = ConcurrentHashMap.newKeySet();
    try (NatsCluster cluster = NatsCluster.start(2, PATIENT);
        Connection observer = Nats.connect(cluster.node(1).url());
        Bus bus = Bus.open(spread(WINDOW, cluster.node(0).url()).build(), events)) {
      NatsServer lame = cluster.node(0);
      observer.createDispatcher(m -> received.add(new String(m.getData(), UTF_8))).subscribe("n");
      observer.flush(PATIENCE);
      started(bus);
      lame.lameDuck();

      int published = 0;
      while (reconnects(events).isEmpty() || bus.health().delivery().backlogMessages() > 0) {
        bus.publish("n", Integer.toString(published++).getBytes(UTF_8));
        if (published % 10 == 0) {
          Thread.sleep(1);
        }
      }

      int all = published;
      await().until(() -> received.size() == all);
      assertThat(bus.health().delivery().undelivered()).isEmpty();
    }
  }

  @Test
  void untilItsSlot_theOldServerServes_andCloseDoesNotWaitForIt() throws Exception {
    Events events = new Events();
    AtomicInteger received = new AtomicInteger();
    try (NatsCluster cluster = NatsCluster.start(2, PATIENT)) {
      NatsServer lame = cluster.node(0);
      try (Bus bus = Bus.open(spread(NEVER, lame.url()).build(), events)) {
        bus.subscribe("news", message -> received.incrementAndGet());
        started(bus);
        lame.lameDuck();
        await().until(() -> !events.of(LifecycleEvent.LameDuck.class).isEmpty());

        bus.publish("news", new byte[0]);

        await().until(() -> received.get() == 1);
        assertThat(bus.health().server()).isEqualTo(lame.url());
      }
      assertThat(events.of(LifecycleEvent.LeavingLameDuck.class)).isEmpty();
      assertThat(events.outcomes()).containsExactly(AttemptOutcome.CONNECTED);
    }
  }

  @Test
  void droppedBeforeItsSlot_takesAnOrdinaryOne_pastTheLameDuck_whichIsWelcomeOnceItIsBack()
      throws Exception {
    Events events = new Events();
    try (NatsCluster cluster = NatsCluster.start(2, PATIENT);
        Bus bus = Bus.open(spread(NEVER, cluster.node(0).url()).build(), events)) {
      NatsServer lame = cluster.node(0);
      NatsServer other = cluster.node(1);
      started(bus);
      lame.lameDuck();
      await().until(() -> !events.of(LifecycleEvent.LameDuck.class).isEmpty());
      lame.kill();

      await().until(() -> reconnects(events).size() == 1);
      assertThat(events.of(LifecycleEvent.LeavingLameDuck.class)).isEmpty();
      assertThat(attempted(events)).containsExactly(lame.url(), other.url());

      // The other server tells of it when it is back; it is tried again long before NEVER.
      lame.restart();
      cluster.awaitRoutes(PATIENCE);
      await().until(() -> bus.connection().getServerInfo().getConnectURLs().size() == 2);
      other.kill();
      await().until(() -> isOn(bus, lame));
    }
  }

  @Test
  void aServerThatGivesNoticeAgainAfterItsRestart_isLeftAgain() throws Exception {
    Events events = new Events();
    try (NatsCluster cluster = NatsCluster.start(2, PATIENT);
        Bus bus = Bus.open(spread(Duration.ofSeconds(1), cluster.node(0).url()).build(), events)) {
      started(bus);
      for (NatsServer lame : List.of(cluster.node(0), cluster.node(1), cluster.node(0))) {
        await().until(() -> isOn(bus, lame));
        lame.lameDuck();
        await().until(() -> bus.health().connected() && !isOn(bus, lame));
        lame.restart();
        cluster.awaitRoutes(PATIENCE);
        await().until(() -> bus.connection().getServerInfo().getConnectURLs().size() == 2);
      }
      assertThat(events.of(LifecycleEvent.LameDuck.class)).hasSize(3);
      assertThat(events.of(LifecycleEvent.LeavingLameDuck.class)).hasSize(3);
      assertThat(events.outcomes()).hasSize(4).containsOnly(AttemptOutcome.CONNECTED);
    }
  }

  @Test
  void theLameDuck_isNotDialled_whileThereIsAnotherServer_beItDown() throws Exception {
    Events events = new Events();
    try (NatsServer one = NatsServer.start(PATIENT);
        NatsServer two = NatsServer.start(PATIENT);
        Bus bus = Bus.open(spread(NEVER, one.url(), two.url()).build(), events)) {
      started(bus);
      boolean first = isOn(bus, one);
      NatsServer lame = first ? one : two;
      NatsServer other = first ? two : one;
      lame.lameDuck();
      await().until(() -> !events.of(LifecycleEvent.LameDuck.class).isEmpty());
      other.kill();
      lame.kill();

      await().until(() -> attempted(events).size() >= 6);
      other.restart();

      await().until(() -> isOn(bus, other));
      assertThat(attempted(events).subList(1, attempted(events).size())).containsOnly(other.url());
    }
  }

  @Test
  void lameDuckOfWhichNobodyTells_isTriedAgainAfterAWindow() throws Exception {
    Events events = new Events();
    try (NatsServer one = NatsServer.start(PATIENT);
        NatsServer two = NatsServer.start(PATIENT);
        Bus bus = Bus.open(spread(Duration.ofSeconds(1), one.url(), two.url()).build(), events)) {
      started(bus);
      boolean first = isOn(bus, one);
      NatsServer lame = first ? one : two;
      NatsServer other = first ? two : one;
      lame.lameDuck();
      await().until(() -> isOn(bus, other));
      lame.restart();

      other.kill();

      await().until(() -> isOn(bus, lame));
    }
  }

  @Test
  void theOnlyServer_isKeptUntilItCloses_andDialledAsUsual() throws Exception {
    Events events = new Events();
    try (NatsServer server = NatsServer.start(PATIENT);
        Bus bus = Bus.open(spread(Duration.ofMillis(500), server.url()).build(), events)) {
      started(bus);
      server.lameDuck();
      await().until(() -> !events.of(LifecycleEvent.LameDuck.class).isEmpty());
      await()
          .during(Duration.ofMillis(1500))
          .until(() -> events.of(LifecycleEvent.Disconnected.class).isEmpty());

      server.kill();
      await().until(() -> events.outcomes().contains(AttemptOutcome.REFUSED));
      server.restart();

      await().until(() -> reconnects(events).size() == 1);
      assertThat(events.of(LifecycleEvent.LeavingLameDuck.class)).isEmpty();
    }
  }

  @Test
  void everyOtherShape_leavesWithinTheWindowToo() throws Exception {
    try (NatsCluster cluster = NatsCluster.start(2, PATIENT)) {
      NatsServer lame = cluster.node(0);
      List<Events> logs = new ArrayList<>();
      List<Bus> buses = new ArrayList<>();
      try {
        for (ScheduleShape shape : ScheduleShape.values()) {
          Events log = new Events();
          ReconnectSettings reconnect =
              ReconnectSettings.DEFAULTS.withShape(shape).withLameDuckWindow(WINDOW);
          logs.add(log);
          buses.add(Bus.open(Policies.quick(lame.url()).reconnect(reconnect).build(), log));
        }
        await().until(() -> buses.stream().allMatch(bus -> bus.health().connected()));
        lame.lameDuck();
        await().until(() -> logs.stream().allMatch(log -> reconnects(log).size() == 1));
        assertThat(logs)
            .allSatisfy(
                log -> {
                  theOnly(log, LifecycleEvent.LeavingLameDuck.class);
                  assertThat(attempted(log)).hasSize(2).endsWith(cluster.node(1).url());
                });
      } finally {
        buses.forEach(Bus::close);
      }
    }
  }

  @Test
  void noticesThatRepeat_moveOnce() throws Exception {
    Events events = new Events();
    try (ScriptedBroker other = ScriptedBroker.start(Script.normal());
        ScriptedBroker lame = ScriptedBroker.start(tellingOf(other).serve());
        Bus bus = Bus.open(spread(Duration.ofSeconds(1), lame.url()).build(), events)) {
      started(bus);
      for (int i = 0; i < 3; i++) {
        lame.pushInfo(Map.of("ldm", true));
      }

      await().until(() -> reconnects(events).size() == 1);
      await()
          .during(Duration.ofMillis(2500))
          .until(() -> other.connections().size() == 1 && bus.health().connected());
      assertThat(lame.connections()).hasSize(1);
      theOnly(events, LifecycleEvent.LameDuck.class);
      theOnly(events, LifecycleEvent.LeavingLameDuck.class);
    }
  }

  @Test
  void noticeThatComesWithTheFirstPong_isNotMissed() throws Exception {
    Events events = new Events();
    try (ScriptedBroker other = ScriptedBroker.start(Script.normal());
        ScriptedBroker lame =
            ScriptedBroker.start(
                number ->
                    tellingOf(other)
                        .await("PING")
                        .then(
                            connection -> {
                              connection.send("PONG\r\nINFO {\"ldm\":true}\r\n".getBytes(UTF_8));
                            })
                        .serve());
        Bus bus = Bus.open(spread(Duration.ofSeconds(1), lame.url()).build(), events)) {
      await().until(() -> bus.health().server() != null);
      await().until(() -> other.url().equals(bus.health().server()));
      theOnly(events, LifecycleEvent.LeavingLameDuck.class);
    }
  }

  private static Script tellingOf(ScriptedBroker other) {
    return Script.begin().sendInfo(Map.of("connect_urls", List.of("127.0.0.1:" + other.port())));
  }

  /** Returns a policy of spread with a short period. */
  private static LifecyclePolicyBuilder spread(Duration window, String... urls) {
    return Policies.quick(urls)
        .reconnect(
            ReconnectSettings.DEFAULTS
                .withWaitTime(Duration.ofMillis(100))
                .withLameDuckWindow(window));
  }

  private static List<LifecycleEvent.Reconnected> reconnects(Events events) {
    return events.of(LifecycleEvent.Reconnected.class);
  }

  private static List<String> attempted(Events events) {
    return events.of(LifecycleEvent.Attempted.class).stream()
        .map(LifecycleEvent.Attempted::server)
        .toList();
  }

  private static <E extends LifecycleEvent> E theOnly(Events events, Class<E> type) {
    assertThat(events.of(type)).hasSize(1);
    return events.of(type).get(0);
  }

  private static boolean isOn(Bus bus, NatsServer server) {
    return bus.health().connected() && server.url().equals(bus.health().server());
  }

  private static void started(Bus bus) throws Exception {
    bus.started().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
  }
}
