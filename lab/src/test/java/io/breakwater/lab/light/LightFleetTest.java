package io.breakwater.lab.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.Authentication;
import io.breakwater.broker.Certificates;
import io.breakwater.broker.Fault;
import io.breakwater.broker.FaultProxy;
import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.broker.ServerConfig;
import io.breakwater.broker.ServerConfigBuilder;
import io.breakwater.broker.Taskset;
import io.breakwater.broker.UserNKey;
import io.breakwater.lab.measure.ProcessorSplit;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.AttemptSchedule;
import io.breakwater.policy.FixedSchedule;
import io.breakwater.policy.JitterSchedule;
import io.breakwater.policy.Phase;
import io.breakwater.policy.SpreadSchedule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class LightFleetTest {
  private static final long SEED = 7;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
  private static final AttemptSchedule OFTEN = new FixedSchedule(Duration.ofMillis(100));
  private static final LightSettings.Then STAY = new LightSettings.Then.Stay();

  private final AttemptLog log = new AttemptLog();

  @Test
  void everyCredential_rightOneIsIn_wrongOneIsRejected() {
    UserNKey user = UserNKey.create();
    accepts(
        new Authentication.Password("ann", "it's \"quoted\" \\"),
        new Login.UserPassword("ann", "it's \"quoted\" \\"),
        new Login.UserPassword("ann", "wrong"));
    accepts(
        new Authentication.Bcrypt("ann", "secret", 4),
        new Login.UserPassword("ann", "secret"),
        new Login.Anonymous());
    accepts(new Authentication.Token("t"), new Login.Token("t"), new Login.Token("u"));
    accepts(
        user.authentication(),
        new Login.Nkey(user.seed()),
        new Login.Nkey(UserNKey.create().seed()));
  }

  private static void accepts(Authentication authentication, Login right, Login wrong) {
    try (NatsServer broker =
        NatsServer.start(ServerConfig.builder().authentication(authentication).build())) {
      AttemptLog in = new AttemptLog();
      try (LightFleet fleet = fleet(3, target(broker.port(), right), STAY, n -> OFTEN, in)) {
        await().atMost(LIMIT).until(() -> fleet.connected() == 3);
      }
      AttemptLog out = new AttemptLog();
      try (LightFleet fleet = fleet(1, target(broker.port(), wrong), STAY, n -> OFTEN, out)) {
        await().atMost(LIMIT).until(() -> outcomes(out).contains(AttemptOutcome.AUTH_REJECTED));
        assertThat(fleet.connected()).isZero();
      }
    }
  }

  @Test
  void overTls_theyConnect_andAStrangersCertificateIsRefused(@TempDir Path folder) {
    Certificates certificates = Certificates.write(folder.resolve("ours"));
    Path stranger = Certificates.write(folder.resolve("theirs")).ca();
    try (NatsServer broker = start(ServerConfig.builder().tls(certificates.tls()))) {
      InetSocketAddress address = target(broker.port(), new Login.Anonymous()).address();
      LightTarget trusting =
          new LightTarget(address, new Login.Anonymous(), TrustedAuthority.of(certificates.ca()));
      AtomicLong roundTrips = new AtomicLong();
      LightSettings.Then ping =
          new LightSettings.Then.Ping(Duration.ofMillis(10), nanos -> roundTrips.incrementAndGet());
      try (LightFleet fleet = fleet(5, trusting, ping, n -> OFTEN, log)) {
        await().atMost(LIMIT).until(() -> fleet.connected() == 5 && roundTrips.get() > 50);
      }
      assertThat(log.attempt(0).untilSecured()).isNotNull();
      AttemptLog refused = new AttemptLog();
      LightTarget doubting =
          new LightTarget(address, new Login.Anonymous(), TrustedAuthority.of(stranger));
      try (LightFleet fleet = fleet(1, doubting, STAY, n -> OFTEN, refused)) {
        await().atMost(LIMIT).until(() -> outcomes(refused).contains(AttemptOutcome.TLS_FAILED));
        assertThat(fleet.connected()).isZero();
      }
    }
  }

  @Test
  void theServersPings_areAnswered() {
    try (NatsServer broker =
        start(
            ServerConfig.builder().pingInterval(Duration.ofMillis(200)).extraLine("ping_max: 1"))) {
      try (LightFleet fleet = fleet(3, anonymous(broker.port()), STAY, n -> OFTEN, log)) {
        await().atMost(LIMIT).until(() -> fleet.connected() == 3);
        // One who does not answer is cut off at the second ping.
        await()
            .during(Duration.ofSeconds(2))
            .atMost(LIMIT)
            .until(() -> fleet.connected() == 3 && log.changes() == 3);
      }
    }
  }

  @Test
  void severalServers_areTriedInTurn_untilOneAnswers() {
    int dead = FreePorts.take();
    try (NatsServer broker = start(ServerConfig.builder())) {
      LightTarget two =
          new LightTarget(
              List.of(anonymous(dead).address(), anonymous(broker.port()).address()),
              new Login.Anonymous(),
              null);
      try (LightFleet fleet = fleet(4, two, STAY, n -> OFTEN, log)) {
        await().atMost(LIMIT).until(() -> fleet.connected() == 4);
      }
      // They begin with different servers, so every second one met the dead port first.
      assertThat(outcomes(log).stream().filter(AttemptOutcome.REFUSED::equals)).hasSize(2);
    } finally {
      FreePorts.giveBack(dead);
    }
  }

  @Test
  void target_isDialledRoundAndRound_inBothDirections() {
    LightTarget three =
        new LightTarget(
            List.of(anonymous(1).address(), anonymous(2).address(), anonymous(3).address()),
            new Login.Anonymous(),
            null);
    assertThat(IntStream.range(0, 4).map(dial -> three.address(1, dial).getPort()))
        .containsExactly(2, 3, 1, 2);
    assertThat(IntStream.range(0, 4).map(dial -> three.address(4, dial).getPort()))
        .containsExactly(2, 1, 3, 2);
    assertThat(anonymous(7).address(5, 3).getPort()).isEqualTo(7);
  }

  @Test
  void fastLane_isForTheFirstAttemptAfterADropOnly() {
    Duration slow = Duration.ofSeconds(2);
    try (NatsServer broker = start(ServerConfig.builder());
        FaultProxy proxy = FaultProxy.to(broker);
        LightFleet fleet =
            new LightFleet(
                2,
                new LightSettings(anonymous(proxy.port()), CONNECT_TIMEOUT, "light", STAY, true),
                n -> new FixedSchedule(slow),
                SEED,
                log,
                new SteadyClock())) {
      fleet.start(2);
      await().atMost(LIMIT).until(() -> fleet.connected() == 2);
      proxy.set(new Fault.Reset());
      // One attempt of each at once; the next ones wait.
      await().atMost(LIMIT).until(() -> log.attempts() >= 4);
      proxy.set(new Fault.Forward());
      await().atMost(LIMIT).until(() -> fleet.connected() == 2);
      long waited = log.attempt(4).startedAt() - log.attempt(2).startedAt();
      assertThat(Duration.ofNanos(waited)).isGreaterThan(slow.dividedBy(2));
    }
  }

  @Test
  void brokerKilledAndBack_eachComesBackInItsSlot() {
    int replicas = 10;
    Duration period = Duration.ofSeconds(2);
    try (NatsServer broker = start(ServerConfig.builder());
        LightFleet fleet =
            fleet(
                replicas,
                anonymous(broker.port()),
                STAY,
                n -> new SpreadSchedule(period, period, Phase.ofRank(n, replicas)),
                log)) {
      await().atMost(LIMIT).until(() -> fleet.connected() == replicas);
      int before = log.attempts();
      broker.kill();
      await().atMost(LIMIT).until(() -> fleet.connected() == 0);
      await().atMost(LIMIT).until(() -> log.attempts() > before + 3);
      broker.restart();
      await().atMost(LIMIT).until(() -> fleet.connected() == replicas);
      assertThat(outcomes(log)).contains(AttemptOutcome.REFUSED);
      long slot = period.toNanos() / replicas;
      for (int i = before; i < log.attempts(); i++) {
        // Never early; how late is the machine's affair.
        long sinceSlot = Math.floorMod(log.attempt(i).startedAt(), slot);
        assertThat(sinceSlot).isLessThan(slot * 3 / 4);
      }
    }
  }

  @Test
  void aServerThatNeverSaysPong_isOverloaded_oneThatSaysNothing_unreachable() {
    Script noPong = Script.begin().sendInfo().pause(Duration.ofSeconds(20));
    try (ScriptedBroker silent = ScriptedBroker.start(Script.silent());
        ScriptedBroker slow = ScriptedBroker.start(noPong)) {
      assertThat(firstOutcome(silent.port())).isEqualTo(AttemptOutcome.UNREACHABLE);
      assertThat(firstOutcome(slow.port())).isEqualTo(AttemptOutcome.OVERLOADED);
    }
  }

  @Test
  void whatTheServerSays_decidesTheOutcome() {
    assertThat(outcomeOfError("maximum connections exceeded"))
        .isEqualTo(AttemptOutcome.LIMIT_EXCEEDED);
    assertThat(outcomeOfError("Authorization Violation")).isEqualTo(AttemptOutcome.AUTH_REJECTED);
    assertThat(outcomeOfError("Authentication Timeout")).isEqualTo(AttemptOutcome.OVERLOADED);
    assertThat(outcomeOfError("Connection throttling is active"))
        .isEqualTo(AttemptOutcome.THROTTLED);
    try (ScriptedBroker web = ScriptedBroker.start(Script.begin().send("HTTP/1.1 400 No\r\n"))) {
      assertThat(firstOutcome(web.port())).isEqualTo(AttemptOutcome.PROTOCOL_ERROR);
    }
  }

  private static AttemptOutcome outcomeOfError(String error) {
    try (ScriptedBroker broker = ScriptedBroker.start(Script.rejecting(error))) {
      return firstOutcome(broker.port());
    }
  }

  private static AttemptOutcome firstOutcome(int port) {
    AttemptLog log = new AttemptLog();
    LightSettings settings =
        new LightSettings(anonymous(port), Duration.ofSeconds(1), "light", STAY);
    try (LightFleet fleet = new LightFleet(1, settings, n -> OFTEN, SEED, log, new SteadyClock())) {
      fleet.start(1);
      await().atMost(LIMIT).until(() -> !outcomes(log).isEmpty());
      return outcomes(log).get(0);
    }
  }

  @Test
  void hangingUp_theyDialAgainAndAgain_andSoManyAtATime() {
    try (NatsServer broker = start(ServerConfig.builder());
        LightFleet fleet =
            fleet(4, anonymous(broker.port()), new LightSettings.Then.HangUp(), n -> OFTEN, log)) {
      await().atMost(LIMIT).until(() -> log.attempts() > 200);
      assertThat(fleet.connected()).isBetween(0, 4);
      assertThat(outcomes(log)).containsOnly(AttemptOutcome.CONNECTED);
    }
  }

  @Test
  void twoThreads_driveTheReplicasOfBoth() {
    int replicas = 101;
    try (NatsServer broker = start(ServerConfig.builder());
        LightFleet fleet = fleet(replicas, anonymous(broker.port()), STAY, n -> OFTEN, log)) {
      await().atMost(LIMIT).until(() -> fleet.connected() == replicas);
      List<Integer> numbers =
          IntStream.range(0, log.changes()).mapToObj(i -> log.change(i).replica()).toList();
      assertThat(numbers).doesNotHaveDuplicates().hasSize(replicas);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void oneProcessorForTheClients_isOneThread() {
    int available = Taskset.processorsOf(ProcessHandle.current().pid()).size();
    assumeThat(available).isGreaterThan(1);
    try (ProcessorSplit.Kept kept = ProcessorSplit.of(available - 1).keepClients()) {
      await().atMost(LIMIT).until(() -> Runtime.getRuntime().availableProcessors() == 1);
      try (LightFleet fleet = fleet(101, anonymous(1), STAY, n -> OFTEN, log)) {
        assertThat(fleet.connected()).isZero();
        assertThat(loops()).containsExactly("breakwater-lab-light-0");
      }
    }
  }

  private static List<String> loops() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("breakwater-lab-light-"))
        .toList();
  }

  @Test
  void theSeed_decidesEveryWait_ofEachReplicaForItself() {
    assertThat(waits(1)).isEqualTo(waits(1)).doesNotHaveDuplicates();
    assertThat(waits(2)).doesNotContainAnyElementsOf(waits(1));
  }

  private static List<Long> waits(long seed) {
    AttemptSchedule jitter = new JitterSchedule(Duration.ofMillis(1), Duration.ofDays(1));
    return Stream.of(LightFleet.replicas(10, false, n -> jitter, seed))
        .flatMap(replica -> Stream.of(replica.nextAttemptAt(0), replica.nextAttemptAt(0)))
        .toList();
  }

  private static NatsServer start(ServerConfigBuilder builder) {
    return NatsServer.start(builder.build());
  }

  private static LightFleet fleet(
      int replicas,
      LightTarget target,
      LightSettings.Then then,
      IntFunction<AttemptSchedule> schedules,
      AttemptLog log) {
    LightFleet fleet =
        new LightFleet(
            replicas,
            new LightSettings(target, CONNECT_TIMEOUT, "light", then),
            schedules,
            SEED,
            log,
            new SteadyClock());
    fleet.start(4);
    return fleet;
  }

  private static LightTarget anonymous(int port) {
    return target(port, new Login.Anonymous());
  }

  private static LightTarget target(int port, Login login) {
    return new LightTarget(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), login, null);
  }

  private static List<AttemptOutcome> outcomes(AttemptLog log) {
    return IntStream.range(0, log.attempts())
        .mapToObj(i -> log.attempt(i).outcome())
        .filter(outcome -> outcome != null)
        .toList();
  }
}
