package io.breakwater.lab.drill;

import java.time.Duration;

/**
 * The broker is killed under publish load and is back after the outage. Shows how the replicas come
 * back: in which waves, how fast, at what cost for the broker.
 */
public final class FlapDrill extends ServiceDrill {
  /** The drill's name on the command line. */
  public static final String NAME = "flap";

  private static final Duration QUIET_BEFORE = Duration.ofSeconds(2);

  /**
   * Creates the drill.
   *
   * @throws IllegalArgumentException if there are fewer replicas than programs
   */
  public FlapDrill(DrillOptions options, ServicePrograms programs) {
    this(options, ArmRun.Pace.USUAL, programs);
  }

  FlapDrill(DrillOptions options, ArmRun.Pace pace, ServicePrograms programs) {
    super(NAME, options, pace, programs);
  }

  @Override
  void drive(ArmRun run) throws InterruptedException {
    run.pause("all connected, publishing", QUIET_BEFORE);
    run.killBroker();
    run.pause("broker down", options().outage());
    run.restartBroker();
    run.awaitRecovery();
  }
}
