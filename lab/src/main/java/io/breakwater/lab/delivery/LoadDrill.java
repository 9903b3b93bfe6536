package io.breakwater.lab.delivery;

import io.breakwater.broker.BrokerException;
import io.breakwater.client.BusException;
import io.breakwater.journal.Arm;
import io.breakwater.journal.EventWriter;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalException;
import io.breakwater.journal.SteadyState;
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

/**
 * What all drills on messages have in common: the arms in turn, and the journal. Every arm has to
 * begin in its steady state, or nothing was drilled; every arm that is a bus has to keep its
 * promise, plain jnats is shown.
 */
public abstract sealed class LoadDrill implements Drill
    permits FlapLoadDrill, BurstDrill, PublisherKillDrill, DataLossDrill {
  private static final String INTERRUPTED = "interrupted";

  private final String name;
  private final LoadOptions options;

  LoadDrill(String name, LoadOptions options) {
    DrillFrame.requireFresh(options.folder());
    this.name = name;
    this.options = options;
  }

  /**
   * Runs one arm, and leaves what it finds out in the record.
   *
   * @throws IOException if a broker, or who counts there, does not do its part
   */
  abstract void drive(LoadRecord record) throws InterruptedException, IOException;

  /** Returns the names of the runs of an arm: one, unless the drill has several scenes. */
  List<String> scenes(LoadArm arm) {
    return List.of(arm.name());
  }

  /** Returns what else a journal says of the options. */
  abstract Map<String, @Nullable Object> parameters();

  /** Returns how many faults there were, in words. */
  static String times(int count, String fault) {
    return "%,d %s%s".formatted(count, fault, count == 1 ? "" : "s");
  }

  LoadOptions options() {
    return options;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Journal run(DrillListener listener) {
    Instant start = Instant.now();
    List<Arm> arms = new ArrayList<>();
    List<String> buses = new ArrayList<>();
    String aborted = null;
    try (EventWriter events = new EventWriter(options.folder().resolve(EventsFile.NAME))) {
      int all = options.arms().stream().mapToInt(arm -> scenes(arm).size()).sum();
      for (LoadArm arm : options.arms()) {
        for (String scene : scenes(arm)) {
          if (arm.isBus()) {
            buses.add(scene);
          }
          listener.armStarted(scene, arms.size() + 1, all);
          run(new LoadRecord(arm, scene, listener, events), arms);
          listener.armEnded(scene, outcome(arms.get(arms.size() - 1)));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      aborted = INTERRUPTED;
    } catch (IOException
        | BrokerException
        | BusException
        | JournalException
        | PolicyException
        | UncheckedIOException
        | IllegalArgumentException e) {
      aborted = Thread.currentThread().isInterrupted() ? INTERRUPTED : message(e);
    }
    return journal(start, arms, buses, aborted);
  }

  private static String message(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private void run(LoadRecord record, List<Arm> arms) throws InterruptedException, IOException {
    try {
      drive(record);
    } finally {
      arms.add(record.arm());
    }
  }

  private static String outcome(Arm arm) {
    SteadyState state = arm.steadyState();
    SteadyState.Check last = state.after() == null ? state.before() : state.after();
    return last == null ? "no result" : last.detail();
  }

  private Journal journal(
      Instant start, List<Arm> arms, List<String> buses, @Nullable String aborted) {
    boolean comparable = arms.stream().allMatch(arm -> arm.result() != null);
    return new DrillFrame(
            name, start, DrillFrame.environmentHere(), allParameters(), options.command())
        .journal(arms, aborted, failure(arms, buses).orElse(null), comparable);
  }

  private Map<String, @Nullable Object> allParameters() {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put("level", options.level().text());
    parameters.put("loadPerSecond", options.perSecond());
    parameters.put("publishers", options.publishers());
    parameters.putAll(parameters());
    return parameters;
  }

  private static Optional<String> failure(List<Arm> arms, List<String> buses) {
    Stream<Optional<String>> before =
        arms.stream().map(arm -> unmet(arm, arm.steadyState().before(), "no steady state before"));
    Stream<Optional<String>> after =
        arms.stream()
            .filter(arm -> buses.contains(arm.name()))
            .map(arm -> unmet(arm, arm.steadyState().after(), "did not hold"));
    return Stream.concat(before, after).flatMap(Optional::stream).findFirst();
  }

  private static Optional<String> unmet(Arm arm, SteadyState.@Nullable Check check, String what) {
    return check != null && check.met()
        ? Optional.empty()
        : Optional.of(
            "%s: %s%s".formatted(arm.name(), what, check == null ? "" : ": " + check.detail()));
  }
}
