package io.breakwater.simulator;

import io.breakwater.journal.Arm;
import io.breakwater.journal.Comparison;
import io.breakwater.journal.Environment;
import io.breakwater.journal.Journal;
import io.breakwater.journal.Result;
import io.breakwater.journal.Status;
import io.breakwater.journal.SteadyState;
import io.breakwater.policy.FleetArm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A storm without a broker: its journal is that of the drill {@code storm}, so that both can be
 * compared, with the parameter {@code simulated} and a note in each arm.
 */
public final class SimulatedStorm {
  /** The drill of which this is the simulation. */
  public static final String DRILL = "storm";

  /** The parameter that says that no broker ran. */
  public static final String SIMULATED = "simulated";

  private final StormModel model;
  private final int runs;
  private final Map<String, Object> bands = new LinkedHashMap<>();
  private final Map<String, Object> origin;
  private final String command;

  /** Who is told how it goes; called by the thread that runs it. */
  public interface Listener {
    /** An arm begins. */
    void armStarted(String arm, int number, int of);

    /** An arm has ended. */
    void armEnded(String arm, String finding);
  }

  /**
   * Prepares one.
   *
   * @param runs how many seeds each arm is run under, at least 1: the journal has the figures of
   *     the first, and with more than one their bands
   * @param origin where the figures of the model come from, for the journal: JSON values
   * @param command how to repeat the run
   */
  public SimulatedStorm(StormModel model, int runs, Map<String, Object> origin, String command) {
    if (runs < 1) {
      throw new IllegalArgumentException("runs: expected at least 1, got " + runs);
    }
    this.model = model;
    this.runs = runs;
    this.origin = new LinkedHashMap<>(origin);
    this.command = command;
  }

  /**
   * Runs all arms in turn. An interrupt makes the journal {@code aborted}, with the arms that had
   * been done, and stays set; a candidate (the last arm) that did not come back makes it {@code
   * failed}.
   */
  public Journal run(Listener listener) {
    Instant start = Instant.now();
    List<Arm> arms = new ArrayList<>();
    boolean interrupted = false;
    try {
      for (FleetArm arm : model.arms()) {
        listener.armStarted(arm.name(), arms.size() + 1, model.arms().size());
        SimulatedRun run =
            Simulation.run(model.tier(), model.fleets(arm), model.scenario(), model.seed());
        Arm done = new StormArmJournal(model, arm, run, bands(arm)).arm();
        arms.add(done);
        listener.armEnded(arm.name(), told(finding(run.fleet(0), done.result()), done.notes()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      interrupted = true;
    }
    return journal(start, arms, interrupted);
  }

  /** Returns what a person reads of all the runs of an arm; the journal gets it for a program. */
  private List<String> bands(FleetArm arm) throws InterruptedException {
    if (runs == 1) {
      return List.of();
    }
    Ensemble ensemble = Ensemble.run(model, arm, runs);
    bands.put(arm.name(), EnsembleJournal.figures(ensemble));
    return List.of(EnsembleJournal.note(ensemble, model.spread(), model.tier().connectRate()));
  }

  /** The first note says that it is simulated, which who runs it knows. */
  private static String told(String finding, List<String> notes) {
    return notes.size() < 2
        ? finding
        : finding + ". " + String.join(" ", notes.subList(1, notes.size()));
  }

  private static String finding(SimulatedRun.Fleet fleet, @Nullable Result result) {
    if (result == null || result.t100Seconds() == null) {
      return fleet.connected() + " of " + fleet.replicas() + " back within the limit";
    }
    String back = "all %d back in %.1f s".formatted(fleet.replicas(), result.t100Seconds());
    return result.ratio() == null ? back : back + ", %.2f of the bound".formatted(result.ratio());
  }

  private Journal journal(Instant start, List<Arm> arms, boolean interrupted) {
    Status status = Status.COMPLETED;
    String message = null;
    if (interrupted) {
      status = Status.ABORTED;
      message = "interrupted";
    } else if (!held(arms.get(arms.size() - 1))) {
      status = Status.FAILED;
      message = arms.get(arms.size() - 1).name() + ": the steady state did not hold";
    }
    Journal journal =
        new Journal(
            DRILL,
            status,
            message,
            start,
            Instant.now(),
            Environment.detect(
                null, null, SimulatedStorm.class.getPackage().getImplementationVersion()),
            parameters(),
            command,
            arms,
            null);
    return arms.size() < 2
        ? journal
        : journal.withComparison(
            Comparison.of(journal, arms.get(0).name(), arms.get(arms.size() - 1).name()));
  }

  private static boolean held(Arm arm) {
    SteadyState.Check after = arm.steadyState().after();
    return after != null && after.met();
  }

  private Map<String, @Nullable Object> parameters() {
    BrokerModel broker = model.tier().broker();
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put(SIMULATED, true);
    parameters.put("seed", model.seed());
    if (runs > 1) {
      parameters.put("runs", runs);
      parameters.put(Journal.BANDS, bands);
    }
    parameters.put("replicas", model.replicas());
    parameters.put(
        Journal.OUTAGE_SECONDS, seconds(model.scenario().up().minus(model.scenario().down())));
    parameters.put("connectTimeoutSeconds", seconds(model.connectTimeout()));
    parameters.put(Journal.LIMIT_SECONDS, seconds(model.scenario().limit()));
    parameters.put("servers", model.tier().servers());
    parameters.put("cores", broker.cores());
    parameters.put("discipline", broker.discipline().text());
    parameters.put("backlog", broker.backlog());
    parameters.put("tlsTimeoutSeconds", broker.usesTls() ? seconds(broker.tlsTimeout()) : null);
    ClientModel clients = model.clients();
    parameters.put("clockSkewSeconds", seconds(clients.clockSkew()));
    parameters.put("detectionSeconds", seconds(clients.detectionDelay()));
    parameters.put("dialSeconds", seconds(clients.dialCost()));
    parameters.put("handshakeSeconds", seconds(clients.handshakeCost()));
    double rate = model.tier().connectRate();
    parameters.put("connectRate", Double.isInfinite(rate) ? null : rate(rate));
    if (!model.spread().equals(RateSpread.NONE)) {
      parameters.put("connectRateLowest", rate(rate * model.spread().slowest()));
      parameters.put("connectRateHighest", rate(rate * model.spread().fastest()));
    }
    parameters.put("connectRateTold", rate(model.told()));
    parameters.put("acceptMillis", millis(broker.accept()));
    parameters.put("tlsMillis", millis(broker.tls()));
    parameters.put("authenticationMillis", millis(broker.authentication()));
    parameters.putAll(origin);
    return parameters;
  }

  /** Demands are whole nanoseconds; what that does to a rate is nobody's figure. */
  static double rate(double connectRate) {
    return Math.rint(connectRate * 1e4) / 1e4;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static double millis(Demand demand) {
    return demand.mean().toNanos() / 1e6;
  }
}
