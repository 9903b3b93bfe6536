package io.breakwater.lab.storm;

import io.breakwater.broker.NatsServer;
import io.breakwater.journal.Arm;
import io.breakwater.journal.EventWriter;
import io.breakwater.journal.Result;
import io.breakwater.journal.ResultBuilder;
import io.breakwater.journal.SteadyState;
import io.breakwater.lab.calibrate.RoundTrips;
import io.breakwater.lab.drill.DrillListener;
import io.breakwater.lab.measure.Await;
import io.breakwater.lab.measure.CpuSampler;
import io.breakwater.policy.AttemptSchedule;
import io.breakwater.policy.BurstEstimate;
import io.breakwater.policy.SpreadSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One arm under way: its broker, its fleet, and what is known of them. Driven by one thread; what
 * it has found out so far is there after {@link #close()}, however the driving ended.
 */
final class StormArmRun implements AutoCloseable {

  /** Orderly starts take about N/C; what takes three times as long does not work. */
  private static final double START_PATIENCE = 3;

  /** Several rounds of questions; a fleet that is not whole when first seen is looked at again. */
  private static final Duration SEEN_WITHIN = Duration.ofMinutes(3);

  private static final double DISAGREEMENT = 0.05;

  /** How long the broker may take to come to the last connections, after their clients hung up. */
  private static final Duration COUNTING = Duration.ofSeconds(30);

  /** The check that the broker is up, and a sample that falls between two connections. */
  private static final int COUNTED_BESIDE = 2;

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
  private final StormOptions options;
  private final Watch watch;
  private final double capacity;
  private final Duration limit;
  private final DrillListener listener;
  private final EventWriter events;
  private final NatsServer broker;
  private final StormFleet fleet;
  private final RoundTrips roundTrips;
  private final CpuSampler cpu;
  private final CpuSampler clientCpu;
  private final long heapBefore;
  private final List<String> notes = new ArrayList<>();

  private @Nullable BrokerCounts counts;
  private @Nullable Instant start;
  private @Nullable Instant brokerDown;
  private @Nullable Instant brokerUp;
  private @Nullable Instant recovered;
  private @Nullable Instant end;
  private @Nullable Long heapPerReplica;
  private @Nullable Double roundTripBefore;
  private @Nullable Double roundTripDuring;
  private SteadyState.@Nullable Check before;
  private SteadyState.@Nullable Check after;

  StormArmRun(
      StormArm arm,
      StormOptions options,
      Watch watch,
      StormBroker kind,
      double capacity,
      DrillListener listener,
      EventWriter events) {
    this.arm = arm;
    this.options = options;
    this.watch = watch;
    this.capacity = capacity;
    limit = options.limitFor(capacity);
    this.listener = listener;
    this.events = events;
    broker = arm.brokerIsSilent() ? kind.startSilent() : kind.start();
    cpu = new CpuSampler(broker::cpuTime);
    try {
      roundTrips = new RoundTrips(kind.target(broker), limit);
    } catch (RuntimeException e) {
      cpu.close();
      broker.close();
      throw e;
    }
    try {
      heapBefore = HeapUse.bytesAfterCollection();
      fleet =
          StormFleets.of(
              arm, options, kind, List.of(broker.url()), capacity, ReplicaOpened.UNHEARD);
    } catch (RuntimeException e) {
      roundTrips.close();
      cpu.close();
      broker.close();
      throw e;
    }
    clientCpu = CpuSampler.ofThisProcess();
  }

  /** Does all of it. */
  void drive() throws InterruptedException {
    if (!awaitSteadyState()) {
      return;
    }
    breakTheBroker();
    awaitRecovery();
    letTheBrokerCount();
  }

  private boolean awaitSteadyState() throws InterruptedException {
    Duration needed =
        Duration.ofMillis((long) (START_PATIENCE * 1_000 * options.replicas() / capacity));
    Duration patience = needed.compareTo(limit) > 0 ? needed : limit;
    listener.phase("connecting " + options.replicas() + " replicas in order", patience);
    fleet.start();
    boolean met = Await.within(patience, () -> allConnected() && roundTrips.connected());
    if (met && arm.fleet().asksTheBroker()) {
      listener.phase("waiting until all have seen the fleet", SEEN_WITHIN);
      met = Await.within(SEEN_WITHIN, fleet::informed);
      fleet.knowledge().ifPresent(notes::add);
    }
    before =
        new SteadyState.Check(
            "all " + options.replicas() + " replicas " + expected(),
            met,
            counts(fleet.connected()));
    start = Instant.now();
    if (met && arm.clients() == StormClients.LIGHT) {
      long bytes = (HeapUse.bytesAfterCollection() - heapBefore) / options.replicas();
      // Few replicas are lost in what else comes and goes.
      heapPerReplica = bytes > 0 ? bytes : null;
    }
    return met;
  }

  private void breakTheBroker() throws InterruptedException {
    var unused = roundTrips.takeP99Millis();
    pause("all connected", watch.before());
    roundTripBefore = roundTrips.takeP99Millis();
    brokerDown = Instant.now();
    broker.kill();
    pause("broker down", options.outage());
    broker.restart();
    Instant returned = Instant.now();
    counts = new BrokerCounts(broker.monitoring());
    Instant first = StormFigures.firstAnswer(fleet.log(), brokerDown);
    brokerUp = first != null && first.isBefore(returned) ? first : returned;
  }

  private void awaitRecovery() throws InterruptedException {
    listener.phase("waiting for all " + options.replicas() + " to be back", limit);
    boolean back = Await.within(limit, this::allConnected);
    recovered = Instant.now();
    roundTripDuring = roundTrips.takeP99Millis();
    boolean stayed = back;
    if (back) {
      pause("watching that they stay", watch.after());
      stayed = allConnected();
    }
    after =
        new SteadyState.Check(
            "all %d replicas connected again, and still so %d s later"
                .formatted(options.replicas(), watch.after().toSeconds()),
            stayed,
            counts(fleet.connected()));
  }

  private String expected() {
    return arm.fleet().asksTheBroker() ? "connected, and aware of each other" : "connected";
  }

  /**
   * The broker counts a connection when it comes to it. While every handshake keeps its processors
   * busy that is seconds after the dial, and often after the client has hung up.
   */
  private void letTheBrokerCount() throws InterruptedException {
    end = Instant.now();
    fleet.close();
    BrokerCounts counting = counts;
    if (counting != null) {
      listener.phase("letting the broker count to the end", COUNTING);
      long hungUp = System.nanoTime();
      boolean settled = Await.within(COUNTING, () -> counting.settledSince(hungUp));
      if (!settled) {
        notes.add("The broker was still counting connections when the watching ended.");
      }
    }
  }

  private boolean allConnected() {
    return fleet.connected() == options.replicas();
  }

  private String counts(int connected) {
    return "%d of %d connected".formatted(connected, options.replicas());
  }

  private void pause(String text, Duration time) throws InterruptedException {
    listener.phase(text, time);
    Thread.sleep(time.toMillis());
  }

  /** Ends fleet and broker; nothing of them is left when this returns. */
  @Override
  public void close() {
    end = end == null ? Instant.now() : end;
    if (counts != null) {
      counts.close();
    }
    cpu.close();
    clientCpu.close();
    fleet.close();
    roundTrips.close();
    broker.close();
    notes.addAll(StormEvents.write(arm.name(), fleet.log(), events));
  }

  /** Returns what was found out; figures only if the broker was broken. */
  Arm arm() {
    SteadyState steadyState = new SteadyState(before, after);
    var policy = arm.summary(options.replicas(), capacity, options.connectTimeout());
    if (start == null || brokerDown == null || end == null) {
      return new Arm(arm.name(), policy, steadyState, null, null, List.of(), notes);
    }
    Instant up = brokerUp == null ? end : brokerUp;
    Moments window = new Moments(start, brokerDown, up, recovered == null ? end : recovered, end);
    StormFigures figures =
        new StormFigures(
            options.replicas(),
            window,
            fleet.log(),
            new StormFigures.Cpu(cpu.samples(), clientCpu.samples()));
    ResultBuilder result =
        figures
            .result(capacity)
            .connectTimeoutSeconds(options.connectTimeout().toMillis() / 1e3)
            .boundAttemptsPer100ms(boundAttempts())
            .establishedRttP99Millis(new Result.Rtt(roundTripBefore, roundTripDuring))
            .heapBytesPerReplica(heapPerReplica)
            .startRatePerSecond(
                fleet.startsAtTheBrokersPace()
                    ? StartRate.perSecond(fleet.log(), options.replicas(), brokerDown)
                    : null);
    if (counts != null && recovered != null) {
      countAtTheBroker(result, figures, counts.samples());
    }
    return new Arm(
        arm.name(), policy, steadyState, result.build(), figures.timeline(), List.of(), notes);
  }

  /** Only ranked slots promise a bound; hashed ones clump. */
  private @Nullable Double boundAttempts() {
    AttemptSchedule schedule = arm.schedule(options.replicas(), capacity, 0, false);
    return schedule instanceof SpreadSchedule spread && spread.phase().ranked()
        ? Double.valueOf(BurstEstimate.of(options.replicas(), spread).largestPer100Millis())
        : null;
  }

  private void countAtTheBroker(
      ResultBuilder result, StormFigures figures, List<BrokerCounts.Sample> samples) {
    Long total = BrokerCounts.total(samples);
    Integer peak = BrokerCounts.peak(samples, Duration.ofSeconds(1));
    if (total == null || peak == null || brokerDown == null) {
      notes.add("The broker's monitoring did not answer: its count is missing.");
      return;
    }
    // Its own start makes one connection, the round trips are measured on another.
    int beside = 1 + roundTrips.dialsAnswered(brokerDown);
    long counted = Math.max(0, total - beside);
    result.brokerConnections(counted).brokerPeakPerSecond(peak);
    if (disagree(counted, figures.liveAttempts())) {
      notes.add(
          "The broker counted %d connections, the replicas %d attempts that met it."
              .formatted(counted, figures.liveAttempts()));
    }
    if (disagree(peak, figures.peakLivePerSecond())) {
      notes.add(
          ("The broker counted %d connections in its largest second, the replicas dialled %d in"
                  + " theirs: it counts one when it comes to it, which with busy processors is"
                  + " seconds after the dial, and then many at once.")
              .formatted(peak, figures.peakLivePerSecond()));
    }
  }

  private static boolean disagree(long broker, long replicas) {
    return Math.abs(broker - replicas) > Math.max(COUNTED_BESIDE, DISAGREEMENT * replicas);
  }
}
