package io.breakwater.lab.storm;

import io.breakwater.lab.light.AttemptLog;
import io.breakwater.lab.light.LightFleet;
import io.breakwater.lab.light.LightSettings;
import io.breakwater.lab.light.LightTarget;
import io.breakwater.lab.light.SteadyClock;
import java.util.Set;

/** Light clients. */
public final class LightStormFleet implements StormFleet {
  private final AttemptLog log = new AttemptLog();
  private final LightFleet fleet;

  LightStormFleet(StormArm arm, StormOptions options, double capacity, LightTarget target) {
    boolean tls = target.tls() != null;
    fleet =
        new LightFleet(
            options.replicas(),
            new LightSettings(
                target,
                options.connectTimeout(),
                "storm",
                new LightSettings.Then.Stay(),
                arm.clients() == StormClients.FAST_LANE),
            replica -> arm.schedule(options.replicas(), capacity, replica, tls),
            options.seed(),
            log,
            new SteadyClock());
  }

  @Override
  public void start() {
    fleet.start(Starts.AT_A_TIME);
  }

  @Override
  public int connected() {
    return fleet.connected();
  }

  /** Sends a PING on every connection; {@link #answered} tells who has answered it. */
  public void ping() {
    fleet.ping();
  }

  /** Returns the replicas that have answered the last PING. */
  public Set<Integer> answered() {
    return fleet.answered();
  }

  @Override
  public AttemptLog log() {
    return log;
  }

  @Override
  public void close() {
    fleet.close();
  }
}
