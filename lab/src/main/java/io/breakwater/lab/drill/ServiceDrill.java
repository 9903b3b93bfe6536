package io.breakwater.lab.drill;

import io.breakwater.broker.BrokerException;
import io.breakwater.journal.Arm;
import io.breakwater.journal.Environment;
import io.breakwater.journal.EventWriter;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalException;
import io.breakwater.journal.Result;
import io.breakwater.journal.SteadyState;
import io.breakwater.policy.PolicyException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all drills on services have in common: the arms in turn, and the journal. */
abstract sealed class ServiceDrill implements Drill permits ColdStartDrill, FlapDrill {
  private static final Logger log = LoggerFactory.getLogger(ServiceDrill.class);

  private final String name;
  private final DrillOptions options;
  private final ArmRun.Pace pace;
  private final ServicePrograms programs;

  ServiceDrill(String name, DrillOptions options, ArmRun.Pace pace, ServicePrograms programs) {
    if (options.replicas() < programs.deployments().size()) {
      throw new IllegalArgumentException(
          "replicas: expected at least %d, one for each of %s, got %d"
              .formatted(
                  programs.deployments().size(), programs.deployments(), options.replicas()));
    }
    requireFresh(options);
    this.name = name;
    this.options = options;
    this.pace = pace;
    this.programs = programs;
  }

  /** Events are appended: those of another run would be taken for this one's. */
  private static void requireFresh(DrillOptions options) {
    Stream.concat(Stream.of(EventsFile.NAME), options.arms().stream().map(ArmSpec::name))
        .map(options.folder()::resolve)
        .filter(Files::exists)
        .findFirst()
        .ifPresent(
            file -> {
              throw new IllegalArgumentException(
                  options.folder()
                      + ": holds another run ("
                      + file.getFileName()
                      + "), expected a new folder");
            });
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
    Environment environment = DrillFrame.environmentHere();
    List<Arm> arms = new ArrayList<>();
    String aborted = null;
    try {
      requireFresh(options);
      run(new SerialListener(listener), arms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      aborted = "interrupted";
    } catch (BrokerException
        | PolicyException
        | JournalException
        | UncheckedIOException
        | IllegalArgumentException e) {
      aborted = reason(e);
    } catch (RuntimeException e) {
      log.error("drill {}: unexpected failure", name, e);
      aborted = reason(e);
    }
    return journal(start, environment, arms, aborted);
  }

  private static String reason(RuntimeException e) {
    // What waits for a broker says so with an exception of its own.
    if (Thread.currentThread().isInterrupted()) {
      return "interrupted";
    }
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  private void run(DrillListener listener, List<Arm> arms) throws InterruptedException {
    try (EventWriter events = new EventWriter(options.folder().resolve(EventsFile.NAME))) {
      for (ArmSpec spec : options.arms()) {
        listener.armStarted(spec.name(), arms.size() + 1, options.arms().size());
        Arm arm = run(spec, listener, events, arms);
        listener.armEnded(spec.name(), outcome(arm));
      }
    }
  }

  private Arm run(ArmSpec spec, DrillListener listener, EventWriter events, List<Arm> arms)
      throws InterruptedException {
    ArmRun run = new ArmRun(spec, options, pace, programs, listener, events);
    try (run) {
      if (run.awaitSteadyState()) {
        drive(run);
      }
    } finally {
      // After the close, when everything that was said has been read.
      arms.add(run.arm());
    }
    return arms.get(arms.size() - 1);
  }

  private Journal journal(
      Instant start, Environment environment, List<Arm> arms, @Nullable String aborted) {
    return new DrillFrame(name, start, environment, parameters(), options.command())
        .journal(
            arms,
            aborted,
            aborted == null ? failure(arms).orElse(null) : null,
            arms.stream().allMatch(arm -> arm.steadyState().after() != null));
  }

  /**
   * Returns why a run that went to its end has failed. All arms have to begin in their steady
   * state, or nothing was drilled; the last one is the candidate and has to come back to it.
   */
  private static Optional<String> failure(List<Arm> arms) {
    Stream<Optional<String>> before =
        arms.stream().map(arm -> unmet(arm, arm.steadyState().before(), "before the drill"));
    Arm candidate = arms.get(arms.size() - 1);
    Stream<Optional<String>> after =
        Stream.of(candidate).map(arm -> unmet(arm, arm.steadyState().after(), "after the drill"));
    return Stream.concat(before, after).flatMap(Optional::stream).findFirst();
  }

  private static Optional<String> unmet(Arm arm, SteadyState.@Nullable Check check, String when) {
    return check != null && check.met()
        ? Optional.empty()
        : Optional.of(
            "%s: no steady state %s%s"
                .formatted(arm.name(), when, check == null ? "" : ": " + check.detail()));
  }

  private Map<String, @Nullable Object> parameters() {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put("replicas", options.replicas());
    parameters.put("services", programs.deployments());
    parameters.put(Journal.OUTAGE_SECONDS, seconds(options.outage()));
    parameters.put(Journal.LIMIT_SECONDS, seconds(options.limit()));
    parameters.put("publishIntervalSeconds", seconds(options.publishInterval()));
    return parameters;
  }

  private static String outcome(Arm arm) {
    Result result = arm.result();
    if (result == null) {
      return unmet(arm, arm.steadyState().before(), "before the drill").orElse("no result");
    }
    Double connected = result.t100Seconds();
    Double ready = result.timeToReadySeconds();
    String back =
        connected == null
            ? "%s of %s connected within the limit".formatted(result.connected(), result.replicas())
            : "all %s connected %s after the broker was back"
                .formatted(result.replicas(), seconds(connected));
    return back
        + (ready == null ? "" : ", ready after " + seconds(ready))
        + ", %s restarts".formatted(result.restarts());
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f s", value);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
