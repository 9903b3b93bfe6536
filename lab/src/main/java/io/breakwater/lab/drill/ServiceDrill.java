package io.breakwater.lab.drill;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.NatsServerBinary;
import io.breakwater.journal.Arm;
import io.breakwater.journal.Comparison;
import io.breakwater.journal.Environment;
import io.breakwater.journal.EventWriter;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalException;
import io.breakwater.journal.Result;
import io.breakwater.journal.Status;
import io.breakwater.journal.SteadyState;
import io.breakwater.policy.PolicyException;
import io.nats.client.Nats;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all drills on services have in common: the arms in turn, and the journal. */
abstract sealed class ServiceDrill implements Drill permits ColdStartDrill, FlapDrill {
  private final String name;
  private final DrillOptions options;
  private final ServicePrograms programs;

  ServiceDrill(String name, DrillOptions options, ServicePrograms programs) {
    if (options.replicas() < programs.deployments().size()) {
      throw new IllegalArgumentException(
          "replicas: expected at least %d, one for each of %s, got %d"
              .formatted(
                  programs.deployments().size(), programs.deployments(), options.replicas()));
    }
    this.name = name;
    this.options = options;
    this.programs = programs;
  }

  /** Breaks what the drill breaks, in an arm that has reached its steady state. */
  abstract void drive(ArmRun run) throws InterruptedException;

  DrillOptions options() {
    return options;
  }

  ServicePrograms programs() {
    return programs;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Journal run(DrillListener listener) {
    Instant start = Instant.now();
    List<Arm> arms = new ArrayList<>();
    String aborted = null;
    try (EventWriter events = new EventWriter(options.folder().resolve(EventsFile.NAME))) {
      for (ArmSpec spec : options.arms()) {
        listener.armStarted(spec.name(), arms.size() + 1, options.arms().size());
        run(spec, listener, events, arms);
        listener.armEnded(spec.name(), outcome(arms.get(arms.size() - 1)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      aborted = "interrupted";
    } catch (BrokerException
        | PolicyException
        | JournalException
        | UncheckedIOException
        | IllegalArgumentException e) {
      aborted = e.getMessage();
    }
    return journal(start, arms, aborted);
  }

  private void run(ArmSpec spec, DrillListener listener, EventWriter events, List<Arm> arms)
      throws InterruptedException {
    ArmRun run = new ArmRun(spec, options, programs, listener, events);
    try (run) {
      if (run.awaitSteadyState()) {
        drive(run);
      }
    } finally {
      // After the close, when everything that was said has been read.
      arms.add(run.arm());
    }
  }

  private Journal journal(Instant start, List<Arm> arms, @Nullable String aborted) {
    Status status = Status.COMPLETED;
    String message = null;
    if (aborted != null) {
      status = Status.ABORTED;
      message = aborted;
    } else if (!held(arms.get(arms.size() - 1))) {
      status = Status.FAILED;
      message = arms.get(arms.size() - 1).name() + ": the steady state did not hold";
    }
    Journal journal =
        new Journal(
            name,
            status,
            message,
            start,
            Instant.now(),
            Environment.detect(
                natsServerVersion(),
                Nats.CLIENT_VERSION,
                ServiceDrill.class.getPackage().getImplementationVersion()),
            parameters(),
            options.command(),
            arms,
            null);
    return arms.size() < 2 || arms.stream().anyMatch(arm -> arm.result() == null)
        ? journal
        : journal.withComparison(
            Comparison.of(journal, arms.get(0).name(), arms.get(arms.size() - 1).name()));
  }

  /** The last arm is the candidate: what it promises has to hold. */
  private static boolean held(Arm arm) {
    SteadyState.Check before = arm.steadyState().before();
    SteadyState.Check after = arm.steadyState().after();
    return before != null && before.met() && after != null && after.met();
  }

  private static @Nullable String natsServerVersion() {
    try {
      return NatsServerBinary.find().version();
    } catch (BrokerException e) {
      return null;
    }
  }

  private Map<String, @Nullable Object> parameters() {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put("replicas", options.replicas());
    parameters.put("services", programs.deployments());
    parameters.put(Journal.OUTAGE_SECONDS, seconds(options.outage()));
    parameters.put("limitSeconds", seconds(options.limit()));
    parameters.put("publishIntervalSeconds", seconds(options.publishInterval()));
    return parameters;
  }

  private static String outcome(Arm arm) {
    SteadyState.Check before = arm.steadyState().before();
    Result result = arm.result();
    if (before == null || !before.met() || result == null) {
      return "did not reach its steady state" + (before == null ? "" : ": " + before.detail());
    }
    Double ready = result.timeToReadySeconds();
    return ready == null
        ? result.connected() + " of " + result.replicas() + " back within the limit"
        : "all %d ready %.1f s after the broker was back, %d restarts"
            .formatted(result.replicas(), ready, result.restarts());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
