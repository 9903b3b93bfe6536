package io.breakwater.lab.drill;

import java.time.Duration;

/**
 * The broker comes up slower than the services: it is killed, all services are restarted, and it
 * returns after the outage. Shows restarts, crash-loop back-off and time to ready.
 */
public final class ColdStartDrill extends ServiceDrill {
  /** The drill's name on the command line. */
  public static final String NAME = "cold-start";

  private static final Duration QUIET_BEFORE = Duration.ofSeconds(1);

  /**
   * Creates the drill.
   *
   * @throws IllegalArgumentException if there are fewer replicas than programs
   */
  public ColdStartDrill(DrillOptions options, ServicePrograms programs) {
    this(options, ArmRun.Pace.USUAL, programs);
  }

  ColdStartDrill(DrillOptions options, ArmRun.Pace pace, ServicePrograms programs) {
    super(NAME, options, pace, programs);
  }

  @Override
  void drive(ArmRun run) throws InterruptedException {
    run.pause("all ready, broker up", QUIET_BEFORE);
    run.killBroker();
    run.restartPods(programs());
    run.pause("broker down, services restarted", options().outage());
    run.restartBroker();
    run.awaitRecovery();
  }
}
