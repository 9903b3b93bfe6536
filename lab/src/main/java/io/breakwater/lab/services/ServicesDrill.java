package io.breakwater.lab.services;

import io.breakwater.broker.BrokerException;
import io.breakwater.journal.Arm;
import io.breakwater.journal.EventWriter;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalException;
import io.breakwater.journal.SteadyState;
import io.breakwater.lab.drill.ArmRecord;
import io.breakwater.lab.drill.Drill;
import io.breakwater.lab.drill.DrillFrame;
import io.breakwater.lab.drill.DrillListener;
import io.breakwater.policy.PolicyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Breaks what services stand on, or the services, under a running load of jobs and workflows, and
 * has the history of what clients and workers saw checked. Every arm has to hold.
 */
public final class ServicesDrill implements Drill {
  private static final Logger log = LoggerFactory.getLogger(ServicesDrill.class);
  private static final String INTERRUPTED = "interrupted";

  private final ServicesOptions options;
  private final Fleet.Maker maker;

  /**
   * Creates the drill.
   *
   * @param maker makes the services of each arm
   * @throws IllegalArgumentException if the folder holds another run; the message is one line
   */
  public ServicesDrill(ServicesOptions options, Fleet.Maker maker) {
    DrillFrame.requireFresh(options.folder());
    this.options = options;
    this.maker = maker;
  }

  @Override
  public String name() {
    return options.kind().drill();
  }

  @Override
  public Journal run(DrillListener listener) {
    Instant start = Instant.now();
    List<Arm> arms = new ArrayList<>();
    String aborted = null;
    try (EventWriter events = new EventWriter(options.folder().resolve(EventsFile.NAME))) {
      List<Scene> scenes = options.kind().scenes(options);
      for (Scene scene : scenes) {
        listener.armStarted(scene.name(), arms.size() + 1, scenes.size());
        ArmRecord record = new ArmRecord(scene.name(), listener, events);
        try {
          new SceneRun(scene, options, maker, record, listener).drive();
        } finally {
          arms.add(record.arm());
        }
        listener.armEnded(scene.name(), outcome(arms.get(arms.size() - 1)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      aborted = INTERRUPTED;
    } catch (IOException
        | BrokerException
        | JournalException
        | PolicyException
        | UncheckedIOException
        | IllegalArgumentException e) {
      // What waits for a broker says so with an exception of its own.
      aborted = Thread.currentThread().isInterrupted() ? INTERRUPTED : message(e);
    } catch (RuntimeException e) {
      log.error("drill {}: unexpected failure", name(), e);
      aborted = Thread.currentThread().isInterrupted() ? INTERRUPTED : message(e);
    }
    return new DrillFrame(
            name(), start, DrillFrame.environmentHere(), parameters(), options.command())
        .journal(arms, aborted, failure(arms).orElse(null), false);
  }

  private static String message(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static String outcome(Arm arm) {
    SteadyState state = arm.steadyState();
    SteadyState.Check last = state.after() == null ? state.before() : state.after();
    return last == null ? "no result" : last.detail();
  }

  private Map<String, @Nullable Object> parameters() {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put("jobs", options.jobs());
    parameters.put("runs", options.runs());
    if (options.kind() == ServicesKind.CHAOS) {
      parameters.put("durationSeconds", options.duration().toMillis() / 1e3);
    } else if (options.kind() != ServicesKind.SERVICE_KILL) {
      parameters.put(Journal.OUTAGE_SECONDS, options.outage().toMillis() / 1e3);
    }
    parameters.put(Journal.LIMIT_SECONDS, options.limit().toMillis() / 1e3);
    parameters.put("seed", options.seed());
    return parameters;
  }

  private static Optional<String> failure(List<Arm> arms) {
    return arms.stream()
        .flatMap(
            arm ->
                Stream.of(
                    unmet(arm, arm.steadyState().before(), "no steady state before"),
                    unmet(arm, arm.steadyState().after(), "did not hold")))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> unmet(Arm arm, SteadyState.@Nullable Check check, String what) {
    return check != null && check.met()
        ? Optional.empty()
        : Optional.of(
            "%s: %s%s".formatted(arm.name(), what, check == null ? "" : ": " + check.detail()));
  }
}
