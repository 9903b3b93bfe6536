package io.breakwater.lab.storm;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.NatsServer;
import io.breakwater.journal.Arm;
import io.breakwater.journal.Environment;
import io.breakwater.journal.EventWriter;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalException;
import io.breakwater.lab.calibrate.CalibrateListener;
import io.breakwater.lab.calibrate.CalibrateOptions;
import io.breakwater.lab.calibrate.Calibration;
import io.breakwater.lab.calibrate.CalibrationException;
import io.breakwater.lab.calibrate.Calibrator;
import io.breakwater.lab.drill.Drill;
import io.breakwater.lab.drill.DrillFrame;
import io.breakwater.lab.drill.DrillListener;
import io.breakwater.lab.measure.OtherLoad;
import io.breakwater.lab.measure.ProcessorSplit;
import io.breakwater.policy.PolicyException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole fleet loses its broker at once. C is measured first, on a broker of the same kind; then
 * the arms come in turn, each on a fresh broker that is killed and is back after the outage.
 */
public final class StormDrill implements Drill {
  /** The drill's name on the command line. */
  public static final String NAME = "storm";

  private static final String INTERRUPTED = "interrupted";

  private final StormOptions options;
  private final Path folder;
  private final StormArmRun.Watch watch;
  private final StormFindings findings;
  private final ProcessorSplit processors;

  /**
   * Creates the drill.
   *
   * @param folder takes the events; those of another run would be taken for this one's
   * @throws IllegalArgumentException if this machine cannot have as many connections open, or give
   *     the brokers processors of their own and leave one, or if the folder holds another run; the
   *     message is one line
   * @throws BrokerException if nothing on this machine gives out processors
   */
  public StormDrill(StormOptions options, Path folder) {
    this(options, folder, StormArmRun.Watch.USUAL);
  }

  StormDrill(StormOptions options, Path folder, StormArmRun.Watch watch) {
    FileDescriptors.now().check(options.replicas());
    options.arms().forEach(arm -> LocalPorts.here().check(arm.clients(), options.replicas()));
    DrillFrame.requireFresh(folder);
    processors =
        options.brokerCores().isPresent()
            ? ProcessorSplit.of(options.brokerCores().getAsInt())
            : ProcessorSplit.SHARED;
    this.options = options;
    this.folder = folder;
    this.watch = watch;
    findings = new StormFindings(options);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Journal run(DrillListener listener) {
    Instant start = Instant.now();
    // Before this process is moved: the machine is what it is without that.
    Environment environment = DrillFrame.environmentHere();
    List<Arm> arms = new ArrayList<>();
    Calibration calibration = null;
    String aborted = null;
    try (ProcessorSplit.Kept kept = processors.keepClients();
        StormBroker kind =
            StormBroker.of(options.security(), options.brokerLines(), processors.broker());
        EventWriter events = new EventWriter(folder.resolve(EventsFile.NAME))) {
      calibration = calibrate(kind, options.calibration(), listener);
      double capacity = calibration.connectRate();
      for (StormArm arm : options.arms()) {
        listener.armStarted(arm.name(), arms.size() + 1, options.arms().size());
        run(new StormArmRun(arm, options, watch, kind, capacity, listener, events), arms);
        listener.armEnded(
            arm.name(), findings.of(arms.get(arms.size() - 1), options.limitFor(capacity)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      aborted = INTERRUPTED;
    } catch (BrokerException
        | CalibrationException
        | JournalException
        | PolicyException
        | UncheckedIOException
        | IllegalArgumentException e) {
      // A broker's wait that is interrupted says so in its own words.
      aborted = Thread.currentThread().isInterrupted() ? INTERRUPTED : e.getMessage();
    }
    return journal(start, environment, arms, calibration, aborted);
  }

  /**
   * Measures C on a fresh broker of a kind.
   *
   * @throws CalibrationException if that cannot be done
   * @throws BrokerException if the broker does not start, or has no monitoring port that answers
   */
  public static Calibration calibrate(
      StormBroker kind, CalibrateOptions options, DrillListener listener)
      throws InterruptedException {
    CalibrateListener steps =
        new CalibrateListener() {
          @Override
          public void step(String text, Duration time) {
            listener.phase("measuring C: " + text, time);
          }
        };
    try (NatsServer broker = kind.start()) {
      requireMonitoring(broker);
      return Calibrator.run(kind.target(broker), options, steps, broker::cpuTime);
    }
  }

  /** What the replicas count is held against what the broker does. */
  private static void requireMonitoring(NatsServer broker) {
    try {
      var unused = broker.monitoring().varz();
    } catch (BrokerException e) {
      throw new BrokerException(
          "the broker's monitoring port does not answer, expected one that does for its counts;"
              + " see the lines of --broker-config ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private static void run(StormArmRun run, List<Arm> arms) throws InterruptedException {
    try (run) {
      run.drive();
    } finally {
      // After the close, when nothing is added any more.
      arms.add(run.arm());
    }
  }

  private Journal journal(
      Instant start,
      Environment environment,
      List<Arm> arms,
      @Nullable Calibration calibration,
      @Nullable String aborted) {
    Map<String, @Nullable Object> parameters = parameters(options, calibration);
    Integer cores =
        options.brokerCores().isPresent()
            ? Integer.valueOf(options.brokerCores().getAsInt())
            : environment.cores();
    parameters.merge(
        Journal.DOUBTS,
        StormFindings.doubts(arms, cores),
        (measuring, recovering) ->
            Stream.of(recovering, measuring).flatMap(it -> ((List<?>) it).stream()).toList());
    return new DrillFrame(NAME, start, environment, parameters, options.command())
        .journal(
            arms,
            aborted,
            aborted == null && calibration != null
                ? findings.failure(arms, options.limitFor(calibration.connectRate())).orElse(null)
                : null,
            arms.stream().noneMatch(arm -> arm.result() == null));
  }

  /** Returns what a journal says of the options, and of C if it was measured. */
  public static Map<String, @Nullable Object> parameters(
      StormOptions options, @Nullable Calibration calibration) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put("replicas", options.replicas());
    parameters.putAll(options.security().parameters());
    parameters.put(Journal.OUTAGE_SECONDS, seconds(options.outage()));
    parameters.put("connectTimeoutSeconds", seconds(options.connectTimeout()));
    Duration limit =
        calibration == null ? options.limit() : options.limitFor(calibration.connectRate());
    if (limit != null) {
      parameters.put(Journal.LIMIT_SECONDS, seconds(limit));
    }
    if (!options.brokerLines().isEmpty()) {
      parameters.put("brokerLines", options.brokerLines());
    }
    options.brokerCores().ifPresent(cores -> parameters.put("brokerCores", cores));
    parameters.put("seed", options.seed());
    if (calibration != null) {
      parameters.put("connectRate", calibration.connectRate());
      parameters.put("connectRateLowest", calibration.lowestRate());
      parameters.put("connectRateHighest", calibration.highestRate());
      OtherLoad beside = calibration.otherLoad();
      parameters.put(Journal.DOUBTS, calibration.doubts());
      parameters.put("processorsBusyBeside", beside == null ? null : beside.processors());
      parameters.put("tcpMillis", calibration.cost().tcpMillis());
      parameters.put("tlsMillis", calibration.cost().tlsMillis());
      parameters.put("authenticationMillis", calibration.cost().authenticationMillis());
      parameters.put("meaning", calibration.meaning(options.replicas(), options.connectTimeout()));
    }
    return parameters;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
