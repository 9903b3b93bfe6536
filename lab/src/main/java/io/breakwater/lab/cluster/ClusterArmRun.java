package io.breakwater.lab.cluster;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.Monitoring;
import io.breakwater.broker.NatsServer;
import io.breakwater.journal.Arm;
import io.breakwater.journal.EventWriter;
import io.breakwater.journal.Result;
import io.breakwater.journal.ResultBuilder;
import io.breakwater.journal.SteadyState;
import io.breakwater.lab.calibrate.RoundTrips;
import io.breakwater.lab.drill.DrillListener;
import io.breakwater.lab.light.AttemptLog;
import io.breakwater.lab.light.SteadyClock;
import io.breakwater.lab.measure.Await;
import io.breakwater.lab.measure.CpuSampler;
import io.breakwater.lab.storm.Moments;
import io.breakwater.lab.storm.StormArm;
import io.breakwater.lab.storm.StormBroker;
import io.breakwater.lab.storm.StormEvents;
import io.breakwater.lab.storm.StormFigures;
import io.breakwater.lab.storm.StormFleet;
import io.breakwater.lab.storm.StormFleets;
import io.breakwater.lab.storm.StormOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One arm under way: its tier, its fleet, and what is known of them. Driven by one thread; what it
 * has found out so far is there after {@link #close()}, however the driving ended.
 */
final class ClusterArmRun implements Scene, AutoCloseable {
  /** Orderly starts take about N/C; what takes three times as long does not work. */
  private static final double START_PATIENCE = 3;

  private static final String NAME_PREFIX = "storm-";
  private static final Duration ECHO_LIMIT = Duration.ofSeconds(10);

  /**
   * How long it watches without a fault.
   *
   * @param before the fault, all connected
   * @param after all were back: what comes back and falls again is not stable
   */
  record Watch(Duration before, Duration after) {
    static final Watch USUAL = new Watch(Duration.ofSeconds(2), Duration.ofSeconds(5));
  }

  private final StormArm arm;
  private final ClusterOptions drill;
  private final StormOptions options;
  private final Watch watch;
  private final StormBroker kind;
  private final double capacity;
  private final DrillListener listener;
  private final Tier tier;
  private final RoundTrips roundTrips;
  private final CpuSampler cpu;
  private final CpuSampler clientCpu;
  private final EventWriter events;
  private final Echoes echoes = new Echoes();
  private final StormFleet fleet;
  private final List<String> notes = new ArrayList<>();

  private @Nullable TierCounts counts;
  private @Nullable Instant start;
  private @Nullable Instant brokerDown;
  private @Nullable Instant brokerUp;
  private @Nullable Instant recovered;
  private @Nullable Instant end;
  private @Nullable Set<Integer> cutOff;
  private @Nullable Instant restored;
  private @Nullable Double roundTripBefore;
  private @Nullable Double roundTripDuring;
  private @Nullable List<Result.ServerCount> servers;
  private @Nullable Integer zombies;
  private @Nullable Integer closed;
  private SteadyState.@Nullable Check before;
  private SteadyState.@Nullable Check after;

  ClusterArmRun(
      StormArm arm,
      ClusterOptions drill,
      Watch watch,
      StormBroker kind,
      double capacity,
      DrillListener listener,
      EventWriter events) {
    this.events = events;
    this.arm = arm;
    this.drill = drill;
    options = drill.storm();
    this.watch = watch;
    this.kind = kind;
    this.capacity = capacity;
    this.listener = listener;
    tier = Tier.start(kind, drill.servers(), drill.disruption().behindProxies());
    try {
      fleet = StormFleets.of(arm, options, kind, tier.urls(), capacity, echoes);
    } catch (RuntimeException e) {
      tier.close();
      throw e;
    }
    try {
      roundTrips = new RoundTrips(kind.target(tier.last()), options.limitFor(capacity));
    } catch (RuntimeException e) {
      fleet.close();
      tier.close();
      throw e;
    }
    cpu = new CpuSampler(new TierCpu(tier.nodes()));
    clientCpu = CpuSampler.ofThisProcess();
  }

  /** Does all of it. */
  void drive() throws InterruptedException {
    if (!awaitSteadyState()) {
      return;
    }
    var unused = roundTrips.takeP99Millis();
    pause("all connected", watch.before());
    roundTripBefore = roundTrips.takeP99Millis();
    counts = new TierCounts(tier);
    drill.disruption().run(this);
    awaitRecovery(counts);
  }

  private boolean awaitSteadyState() throws InterruptedException {
    Duration needed =
        Duration.ofMillis((long) (START_PATIENCE * 1_000 * options.replicas() / capacity));
    Duration limit =
        needed.compareTo(options.limitFor(capacity)) > 0 ? needed : options.limitFor(capacity);
    listener.phase("connecting " + options.replicas() + " replicas in order", limit);
    fleet.start();
    boolean all = Await.within(limit, () -> allConnected() && roundTrips.connected());
    Set<Integer> connected = ClusterFigures.connected(fleet.log());
    int silent = all ? silent(connected) : 0;
    before =
        new SteadyState.Check(
            "all " + options.replicas() + " replicas connected, and each answers",
            all && silent == 0,
            counted(connected.size(), silent, 0));
    start = Instant.now();
    return before.met();
  }

  private void awaitRecovery(TierCounts counting) throws InterruptedException {
    Duration limit = options.limitFor(capacity).plus(watch.after());
    listener.phase("waiting until all " + options.replicas() + " are back to stay", limit);
    boolean stable = Await.within(limit, this::stable);
    recovered = stable ? lastChange() : Instant.now();
    if (roundTripDuring == null) {
      roundTripDuring = roundTrips.takeP99Millis();
    }
    servers = counting.servers(capacity);
    counting.close();
    boolean disturbedAgain = stable && drill.disruption().afterwards(this);
    Set<Integer> connected = ClusterFigures.connected(fleet.log());
    zombies = silent(connected);
    closed = echoes.closed();
    notes.addAll(TierCounts.sentences(servers));
    boolean watched = drill.disruption().sparesTheSurvivors();
    after =
        new SteadyState.Check(
            expectation() + (disturbedAgain ? "; also once the lost server is back" : ""),
            stable
                && allConnected()
                && zombies == 0
                && closed == 0
                && !(watched && TierCounts.overrun(servers)),
            counted(connected.size(), zombies, closed)
                + (watched ? "; " + String.join("; ", TierCounts.survivors(servers)) : ""));
  }

  private String expectation() {
    String all =
        "all %d replicas connected for %s s, each answers, none closed"
            .formatted(options.replicas(), watch.after().toMillis() / 1e3);
    return drill.disruption().sparesTheSurvivors()
        ? all + "; no survivor takes more than 1.1 of its C in any second"
        : all;
  }

  /** Stable: all connected, and nothing has changed for a while. */
  private boolean stable() {
    if (!allConnected()) {
      return false;
    }
    if (roundTripDuring == null) {
      roundTripDuring = roundTrips.takeP99Millis();
    }
    return lastChange().plus(watch.after()).isBefore(Instant.now());
  }

  private Instant lastChange() {
    AttemptLog log = fleet.log();
    Instant last = SteadyClock.instant(log.change(log.changes() - 1).at());
    return brokerUp != null && last.isBefore(brokerUp) ? brokerUp : last;
  }

  private int silent(Set<Integer> connected) throws InterruptedException {
    listener.phase("sending a message through each", ECHO_LIMIT);
    return Echoes.silent(fleet, connected, kind, tier.last().url(), ECHO_LIMIT).size();
  }

  private boolean allConnected() {
    return fleet.connected() == options.replicas();
  }

  private String counted(int connected, int silent, int closedForGood) {
    return "%d of %d connected, %d zombies, %d closed"
        .formatted(connected, options.replicas(), silent, closedForGood);
  }

  @Override
  public Tier tier() {
    return tier;
  }

  @Override
  public Duration outage() {
    return options.outage();
  }

  @Override
  public void down() {
    brokerDown = Instant.now();
  }

  @Override
  public void up() {
    // Where nobody was spared, what came before is the outage, not the recovery.
    var unused = roundTrips.takeP99Millis();
    brokerUp = Instant.now();
  }

  @Override
  public Set<Integer> replicasOf(NatsServer server) {
    Set<Integer> replicas = new TreeSet<>();
    for (Monitoring.Client client : server.monitoring().connz().connections()) {
      String name = client.name();
      if (name != null && name.startsWith(NAME_PREFIX)) {
        replicas.add(Integer.valueOf(name.substring(NAME_PREFIX.length())));
      }
    }
    return replicas;
  }

  @Override
  public void note(String sentence) {
    notes.add(sentence);
  }

  @Override
  public void cutOff(Set<Integer> replicas) {
    cutOff = Set.copyOf(replicas);
  }

  @Override
  public void restored() {
    restored = Instant.now();
  }

  @Override
  public void pause(String text, Duration time) throws InterruptedException {
    listener.phase(text, time);
    Thread.sleep(time.toMillis());
  }

  @Override
  public void settle(String text) throws InterruptedException {
    pause(text, watch.after());
  }

  @Override
  public void await(String text, Duration limit, BooleanSupplier condition)
      throws InterruptedException {
    listener.phase(text, limit);
    if (!Await.within(limit, condition)) {
      throw new BrokerException(text + ": not within " + limit.toSeconds() + " s");
    }
  }

  /** Ends fleet and tier; nothing of them is left when this returns. */
  @Override
  public void close() {
    end = Instant.now();
    if (counts != null) {
      counts.close();
    }
    cpu.close();
    clientCpu.close();
    fleet.close();
    roundTrips.close();
    tier.close();
    notes.addAll(StormEvents.write(arm.name(), fleet.log(), events));
  }

  /** Returns what was found out; figures only if the disruption had begun. */
  Arm arm() {
    SteadyState steadyState = new SteadyState(before, after);
    var policy = arm.summary(options.replicas(), capacity, options.connectTimeout());
    if (start == null || brokerDown == null || end == null) {
      return new Arm(arm.name(), policy, steadyState, null, null, List.of(), notes);
    }
    Instant up = brokerUp == null ? end : brokerUp;
    Moments moments = new Moments(start, brokerDown, up, recovered == null ? end : recovered, end);
    StormFigures attempts =
        new StormFigures(
            options.replicas(),
            moments,
            fleet.log(),
            new StormFigures.Cpu(cpu.samples(), clientCpu.samples()));
    ClusterFigures replicas = new ClusterFigures(moments, fleet.log());
    ResultBuilder result =
        attempts
            .result(capacity)
            .connectTimeoutSeconds(options.connectTimeout().toMillis() / 1e3)
            .establishedRttP99Millis(new Result.Rtt(roundTripBefore, roundTripDuring))
            .zombies(zombies)
            .closedReplicas(closed);
    replicas.into(result, options.replicas(), capacity, drill.disruption().bounded());
    if (servers != null) {
      result
          .servers(servers)
          .brokerConnections(TierCounts.total(servers))
          .brokerPeakPerSecond(TierCounts.peak(servers));
    }
    if (cutOff != null) {
      ClusterFigures.CutOff part =
          new ClusterFigures.CutOff(cutOff, brokerDown, restored == null ? end : restored);
      result.blindSeconds(replicas.blindSeconds(part));
      notes.add(
          "%d replicas were cut off; %d of them noticed while it lasted."
              .formatted(cutOff.size(), replicas.noticed(part)));
    }
    return new Arm(
        arm.name(), policy, steadyState, result.build(), attempts.timeline(), List.of(), notes);
  }
}
