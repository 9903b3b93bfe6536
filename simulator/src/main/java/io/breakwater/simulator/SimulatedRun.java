package io.breakwater.simulator;

import io.breakwater.journal.RecoveryTime;
import io.breakwater.policy.AttemptOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a simulation. Read by one thread at a time. */
public final class SimulatedRun {
  private static final double NANOS = 1e9;

  private final FleetModel[] fleets;
  private final Tally[] tallies;
  private final List<Node> nodes;
  private final BusyBins busy;
  private final Scenario scenario;
  private final long end;
  private final long events;

  SimulatedRun(
      FleetModel[] fleets,
      Tally[] tallies,
      List<Node> nodes,
      BusyBins busy,
      Scenario scenario,
      long end,
      long events) {
    this.fleets = fleets;
    this.tallies = tallies;
    this.nodes = nodes;
    this.busy = busy;
    this.scenario = scenario;
    this.end = end;
    this.events = events;
  }

  /** What one fleet did. */
  public final class Fleet {
    private final FleetModel model;
    private final Tally tally;
    private final long[] backAfter;

    private Fleet(FleetModel model, Tally tally) {
      this.model = model;
      this.tally = tally;
      backAfter = tally.backAfter(timedFrom().toNanos());
    }

    /** Returns its name. */
    public String name() {
      return model.name();
    }

    /** Returns N. */
    public int replicas() {
      return tally.replicas();
    }

    /** Returns how many were connected at the end. */
    public int connected() {
      return tally.connected();
    }

    /** Returns the attempts from the first fault on, those included that were still under way. */
    public long attempts() {
      return tally.attempts();
    }

    /** Returns how many of them met a server that listens. */
    public long liveAttempts() {
      return tally.liveAttempts();
    }

    /** Returns how many attempts ended like that. */
    public long outcomes(AttemptOutcome outcome) {
      return tally.outcomes(outcome);
    }

    /** Returns how many attempts ended in any way. */
    public long ended() {
      return Arrays.stream(AttemptOutcome.values()).mapToLong(tally::outcomes).sum();
    }

    /** Returns the most attempts in any 100 ms. */
    public int peakPer100Millis() {
      return tally.peakPerTenth();
    }

    /** Returns the most attempts in any second. */
    public int peakPerSecond() {
      return tally.peakPerSecond();
    }

    /**
     * Returns the seconds from {@link #timedFrom()} until that share was connected; null if it
     * never was.
     *
     * @param percent 1 to 100
     */
    public @Nullable Double secondsUntil(int percent) {
      return RecoveryTime.seconds(percent, replicas(), backAfter);
    }

    /** Returns how many attempts began in each 100 ms. */
    int[] attemptsPerBin() {
      return tally.attemptsPerBin(bins());
    }

    /** Returns how many were connected at the end of each 100 ms. */
    int[] connectedPerBin() {
      return tally.connectedPerBin(bins());
    }

    FleetModel model() {
      return model;
    }
  }

  /** Returns what the fleet of that number did, from 0. */
  public Fleet fleet(int number) {
    return new Fleet(fleets[number], tallies[number]);
  }

  /** Returns how many fleets took part. */
  public int fleets() {
    return fleets.length;
  }

  /** Returns when the first fault began, from the start. */
  public Duration down() {
    return scenario.down();
  }

  /** Returns when all servers were back, from the start; the first fault, if one never was. */
  public Duration up() {
    return scenario.up();
  }

  /**
   * Returns the moment from which recovery is timed: {@link #up()} where all servers were gone,
   * {@link #down()} where a client could go to another one.
   */
  public Duration timedFrom() {
    return scenario.timedFrom(nodes.size());
  }

  /** Returns when the simulation ended. */
  public Duration end() {
    return Duration.ofNanos(end);
  }

  /** Returns how many events it took. */
  public long events() {
    return events;
  }

  /** Returns the processor time that all servers spent, in seconds. */
  public double busySeconds() {
    return nodes.stream().mapToDouble(Node::busyNanos).sum() / NANOS;
  }

  /** Returns the part of it that was spent on those who got in. */
  public double usefulSeconds() {
    return nodes.stream().mapToDouble(Node::usefulNanos).sum() / NANOS;
  }

  /** Returns the part of it that was spent on those who had given up, or were turned away. */
  public double wastedSeconds() {
    return nodes.stream().mapToDouble(Node::wastedNanos).sum() / NANOS;
  }

  /** Returns the part of it that was spent on those whom a server's death interrupted. */
  public double droppedSeconds() {
    return nodes.stream().mapToDouble(Node::droppedNanos).sum() / NANOS;
  }

  /** Returns how often dials, the same ones sent again too, found no room before a server. */
  public long unheard() {
    return nodes.stream().mapToLong(Node::unheard).sum();
  }

  /** Returns how many processors were busy in each 100 ms, on average. */
  double[] busyPerBin() {
    return busy.averages(bins());
  }

  private int bins() {
    return (int) ((end + Tally.BIN - 1) / Tally.BIN);
  }
}
