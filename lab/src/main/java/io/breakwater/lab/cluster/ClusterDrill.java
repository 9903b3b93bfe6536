package io.breakwater.lab.cluster;

import io.breakwater.broker.BrokerException;
import io.breakwater.journal.Arm;
import io.breakwater.journal.EventWriter;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalException;
import io.breakwater.journal.SteadyState;
import io.breakwater.lab.calibrate.Calibration;
import io.breakwater.lab.calibrate.CalibrationException;
import io.breakwater.lab.drill.Drill;
import io.breakwater.lab.drill.DrillFrame;
import io.breakwater.lab.drill.DrillListener;
import io.breakwater.lab.storm.FileDescriptors;
import io.breakwater.lab.storm.LocalPorts;
import io.breakwater.lab.storm.StormArm;
import io.breakwater.lab.storm.StormBroker;
import io.breakwater.lab.storm.StormDrill;
import io.breakwater.lab.storm.StormOptions;
import io.breakwater.policy.PolicyException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A fleet on a tier of servers that is disrupted. C is measured first, on one server alone; then
 * the arms come in turn, each on a fresh tier. Whatever happens, no replica may be lost, be a
 * zombie or close.
 */
public final class ClusterDrill implements Drill {
  private static final String INTERRUPTED = "interrupted";

  /** A proxy, which runs in this process, has two sockets for each connection. */
  private static final int FILES_BEHIND_PROXY = 3;

  private final ClusterOptions drill;
  private final StormOptions options;
  private final Path folder;
  private final ClusterArmRun.Watch watch;

  /**
   * Creates the drill.
   *
   * @param folder takes the events; those of another run would be taken for this one's
   * @throws IllegalArgumentException if this machine cannot have as many connections open, or if
   *     the folder holds another run; the message is one line
   */
  public ClusterDrill(ClusterOptions drill, Path folder) {
    this(drill, folder, ClusterArmRun.Watch.USUAL);
  }

  ClusterDrill(ClusterOptions drill, Path folder, ClusterArmRun.Watch watch) {
    DrillFrame.requireFresh(folder);
    this.folder = folder;
    int each = drill.disruption().behindProxies() ? FILES_BEHIND_PROXY : 1;
    FileDescriptors.now().check(drill.storm().replicas(), each);
    for (StormArm arm : drill.storm().arms()) {
      LocalPorts.here().check(arm.clients(), drill.storm().replicas());
    }
    this.drill = drill;
    options = drill.storm();
    this.watch = watch;
  }

  @Override
  public String name() {
    return drill.disruption().drill();
  }

  @Override
  public Journal run(DrillListener listener) {
    Instant start = Instant.now();
    List<Arm> arms = new ArrayList<>();
    Calibration calibration = null;
    String aborted = null;
    try (StormBroker kind = StormBroker.of(options.security(), brokerLines());
        EventWriter events = new EventWriter(folder.resolve(EventsFile.NAME))) {
      calibration = StormDrill.calibrate(kind, options.calibration(), listener);
      for (StormArm arm : options.arms()) {
        listener.armStarted(arm.name(), arms.size() + 1, options.arms().size());
        double capacity = calibration.connectRate();
        run(new ClusterArmRun(arm, drill, watch, kind, capacity, listener, events), arms);
        Arm done = arms.get(arms.size() - 1);
        listener.armEnded(done.name(), outcome(done));
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
    return journal(start, arms, calibration, aborted);
  }

  /** What a person adds comes last: the server takes the last of two. */
  private List<String> brokerLines() {
    return Stream.concat(
            drill.disruption().brokerLines(options.outage()).stream(),
            options.brokerLines().stream())
        .toList();
  }

  private static void run(ClusterArmRun run, List<Arm> arms) throws InterruptedException {
    try (run) {
      run.drive();
    } finally {
      // After the close, when nothing is added any more.
      arms.add(run.arm());
    }
  }

  private Journal journal(
      Instant start, List<Arm> arms, @Nullable Calibration calibration, @Nullable String aborted) {
    return new DrillFrame(
            name(), start, DrillFrame.environmentHere(), parameters(calibration), options.command())
        .journal(
            arms,
            aborted,
            aborted == null ? failure(arms) : null,
            arms.stream().noneMatch(arm -> arm.result() == null));
  }

  /** The last arm is the candidate: what it promises has to hold. */
  private static @Nullable String failure(List<Arm> arms) {
    Arm candidate = arms.get(arms.size() - 1);
    String failure = failure(candidate);
    return failure == null ? null : candidate.name() + ": " + failure;
  }

  /** Returns what an arm's steady state lacked, with its figures; null if it held. */
  private static @Nullable String failure(Arm arm) {
    SteadyState.Check before = arm.steadyState().before();
    SteadyState.Check after = arm.steadyState().after();
    if (before == null || !before.met()) {
      return "not steady before: " + (before == null ? "not seen" : before.detail());
    }
    if (after == null || !after.met()) {
      return "not steady after: " + (after == null ? "not seen" : after.detail());
    }
    return null;
  }

  private Map<String, @Nullable Object> parameters(@Nullable Calibration calibration) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put("servers", drill.servers());
    parameters.put("disruption", drill.disruption().text(drill.servers(), options.outage()));
    parameters.putAll(drill.disruption().parameters());
    parameters.putAll(StormDrill.parameters(options, calibration));
    if (drill.servers() > 1) {
      parameters.put(
          "connectRateOf",
          "one server alone; the servers share this machine's processors, so it is C of the whole"
              + " tier, and each server that is up has its part of it");
    }
    return parameters;
  }

  private static String outcome(Arm arm) {
    SteadyState.Check after = arm.steadyState().after();
    String failure = failure(arm);
    return failure == null && after != null ? "held: " + after.detail() : String.valueOf(failure);
  }
}
