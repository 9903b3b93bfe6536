package io.breakwater.lab.storm;

import io.breakwater.lab.light.AttemptLog;
import io.breakwater.lab.light.LightFleet;
import io.breakwater.lab.light.LightSettings;
import io.breakwater.lab.light.LightTarget;
import io.breakwater.lab.light.SteadyClock;
import java.util.Set;

/** Light clients. */
public final class LightStormFleet implements StormFleet {
  /** Enough for a broker that answers within microseconds. */
  private static final int MOST_AT_A_TIME = 16;

  /** Of the connect timeout; those who wait for it are to be far from giving up. */
  private static final int PART_OF_TIMEOUT = 4;

  private final AttemptLog log = new AttemptLog();
  private final LightFleet fleet;
  private final int atATime;

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
    double fitting = capacity * options.connectTimeout().toNanos() / 1e9 / PART_OF_TIMEOUT;
    atATime = (int) Math.max(Starts.AT_A_TIME, Math.min(MOST_AT_A_TIME, fitting));
  }

  @Override
  public void start() {
    fleet.start(atATime);
  }

  @Override
  public boolean startsAtTheBrokersPace() {
    return true;
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
