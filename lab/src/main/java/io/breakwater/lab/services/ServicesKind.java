package io.breakwater.lab.services;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The drills on running services. */
public enum ServicesKind {
  /** The broker comes up later than the services. */
  COLD_START("cold-start", true, Duration.ofSeconds(20)),
  /** The broker goes away and comes back. */
  FLAP("flap", true, Duration.ofSeconds(3)),
  /** Each server of a cluster of three in turn is restarted. */
  ROLLING_RESTART("rolling-restart", true, Duration.ofSeconds(1)),
  /** The only broker comes back with an empty store; then one of three does. */
  DATA_LOSS("data-loss", true, Duration.ofSeconds(2)),
  /** A process of each service in turn is killed, the active one where one is. */
  SERVICE_KILL("service-kill", false, Duration.ofSeconds(1)),
  /** The active ones are frozen for long enough that another one takes over. */
  SERVICE_PAUSE("service-pause", false, Duration.ofSeconds(12)),
  /** All of that, at random. */
  CHAOS("chaos", false, Duration.ofSeconds(1));

  /** Where there is one arm. */
  static final String ARM = "services";

  private static final Duration STEADY = Duration.ofSeconds(6);

  /** A pod that was killed is ready again, and another one has its lease, after so long, about. */
  private static final Duration COMING_BACK = Duration.ofSeconds(4);

  /**
   * All are connected again within a schedule period. Then follow one another: the lease is
   * renewed, which is tried every 100 ms; what waited is sent and taken; a worker gets it. That is
   * a tenth of a second here, and a machine may be busy.
   */
  private static final Duration NOTICE = Duration.ofSeconds(2);

  /** Streams, buckets and consumers are made anew, one after the other. */
  private static final Duration NOTICE_EMPTY = NOTICE.plusSeconds(2);

  /**
   * Schedulers that have just been started take a lease that they have seen for 6 s, connected
   * throughout, without a renewal; they look every 2 s.
   */
  private static final Duration NOTICE_STARTED = NOTICE.plusSeconds(8);

  private final String text;
  private final boolean shared;
  private final Duration outage;

  ServicesKind(String text, boolean shared, Duration outage) {
    this.text = text;
    this.shared = shared;
    this.outage = outage;
  }

  /** Returns its name on the command line. */
  public String text() {
    return text;
  }

  /** Returns if another drill has that name too. */
  public boolean shared() {
    return shared;
  }

  /** Returns its name in a journal, where no other drill has it. */
  public String drill() {
    return shared ? text + "-services" : text;
  }

  /** Returns how long what is broken stays so where nothing else is asked for. */
  public Duration outage() {
    return outage;
  }

  /** Returns the arms. */
  List<Scene> scenes(ServicesOptions options) {
    Duration hold = options.outage();
    return switch (this) {
      case COLD_START -> List.of(one(ARM, 1, NOTICE_STARTED, Fault.coldStart(hold)));
      case FLAP -> List.of(one(ARM, 1, NOTICE, Fault.brokerKilled(hold)));
      case ROLLING_RESTART -> List.of(one(ARM, 3, null, Fault.rollingRestart(hold)));
      case DATA_LOSS ->
          List.of(
              one("alone", 1, NOTICE_EMPTY, Fault.brokerWiped(hold)),
              one("of-3", 3, null, Fault.nodeWiped(0, hold)));
      case SERVICE_KILL ->
          List.of(
              new Scene(
                  ARM,
                  1,
                  COMING_BACK.multipliedBy(6),
                  false,
                  null,
                  fleet -> kills(fleet, options)));
      case SERVICE_PAUSE ->
          List.of(
              new Scene(ARM, 1, hold.multipliedBy(2), false, null, fleet -> freezes(fleet, hold)));
      case CHAOS ->
          List.of(
              new Scene(
                  ARM,
                  3,
                  options.duration(),
                  true,
                  null,
                  fleet -> new Chaos(options.seed(), 3, fleet)));
    };
  }

  private static Scene one(String arm, int servers, @Nullable Duration notice, Fault fault) {
    return new Scene(
        arm,
        servers,
        fault.takes(),
        false,
        notice,
        fleet -> List.of(new Step(STEADY, fault)).iterator());
  }

  private static Iterator<Step> kills(Fleet fleet, ServicesOptions options) {
    Random random = new Random(options.seed());
    List<Step> steps = new ArrayList<>();
    fleet
        .members()
        .forEach(
            member -> {
              String name = member.deployment();
              Fault fault =
                  fleet.leases().contains(name)
                      ? Fault.activeKilled(name)
                      : Fault.podKilled(name + "-" + (1 + random.nextInt(member.replicas())));
              Duration quiet = Duration.ofMillis(500 + random.nextInt(2_500));
              steps.add(new Step(steps.isEmpty() ? STEADY : quiet, fault));
            });
    return steps.iterator();
  }

  private static Iterator<Step> freezes(Fleet fleet, Duration pause) {
    return fleet.leases().stream()
        .map(lease -> new Step(STEADY, Fault.activeFrozen(lease, pause)))
        .iterator();
  }
}
