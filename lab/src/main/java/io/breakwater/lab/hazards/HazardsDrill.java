package io.breakwater.lab.hazards;

import io.breakwater.broker.BrokerException;
import io.breakwater.journal.Arm;
import io.breakwater.journal.EventWriter;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.HazardRow;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalException;
import io.breakwater.journal.Result;
import io.breakwater.journal.RunEvent;
import io.breakwater.journal.SteadyState;
import io.breakwater.lab.drill.Drill;
import io.breakwater.lab.drill.DrillFrame;
import io.breakwater.lab.drill.DrillListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Does to plain jnats and to the bus what each hazard is about, a replica of its own for each. The
 * bus has to survive all of them; what jnats does is shown.
 */
public final class HazardsDrill implements Drill {
  /** The drill's name on the command line. */
  public static final String NAME = "hazards";

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final List<Hazard> hazards;
  private final List<HazardClient.Kind> kinds;
  private final Path folder;
  private final String command;

  /**
   * Creates the drill.
   *
   * @param folder takes the events; those of another run would be taken for this one's
   * @param command how to repeat the run, for the report
   * @throws IllegalArgumentException if the folder holds another run; the message is one line
   */
  public HazardsDrill(Path folder, String command) {
    this(Hazard.ALL, Hazard.PATIENCE, folder, command);
  }

  /** The bus is always waited for; how long plain jnats is, is how long its silence is shown. */
  HazardsDrill(List<Hazard> hazards, Duration patienceWithJnats, Path folder, String command) {
    DrillFrame.requireFresh(folder);
    this.hazards = List.copyOf(hazards);
    kinds =
        List.of(new JnatsClient.Opener(patienceWithJnats), new BusClient.Opener(Hazard.PATIENCE));
    this.folder = folder;
    this.command = command;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Journal run(DrillListener listener) {
    Instant start = Instant.now();
    List<Arm> arms = new ArrayList<>();
    Map<String, Map<Hazard, Seen>> all = new LinkedHashMap<>();
    String aborted = null;
    try (EventWriter events = new EventWriter(folder.resolve(EventsFile.NAME))) {
      for (HazardClient.Kind kind : kinds) {
        listener.armStarted(kind.text(), arms.size() + 1, kinds.size());
        Map<Hazard, Seen> seen = new LinkedHashMap<>();
        all.put(kind.text(), seen);
        try {
          run(kind, listener, events, seen);
        } finally {
          arms.add(arm(kind, seen));
        }
        listener.armEnded(kind.text(), check(seen).detail());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      aborted = "interrupted";
    } catch (IOException | BrokerException | JournalException e) {
      aborted = Thread.currentThread().isInterrupted() ? "interrupted" : e.getMessage();
    }
    return journal(start, arms, rows(all), aborted);
  }

  private void run(
      HazardClient.Kind kind, DrillListener listener, EventWriter events, Map<Hazard, Seen> seen)
      throws IOException, InterruptedException {
    for (Hazard hazard : hazards) {
      listener.phase("hazard %d: %s".formatted(hazard.number(), hazard.fault()), LONGEST);
      events.append(begun(kind, hazard));
      Seen one = hazard.to(kind);
      seen.put(hazard, one);
      events.append(ended(kind, hazard, one));
      listener.note(line(hazard, one));
    }
  }

  private static RunEvent begun(HazardClient.Kind kind, Hazard hazard) {
    return new RunEvent(
        Instant.now(),
        kind.text(),
        "hazard",
        Map.of("number", hazard.number(), "fault", hazard.fault()));
  }

  private static RunEvent ended(HazardClient.Kind kind, Hazard hazard, Seen seen) {
    return new RunEvent(
        Instant.now(),
        kind.text(),
        seen.survived() ? "survived" : "not-survived",
        Map.of(
            "number",
            hazard.number(),
            "end",
            seen.end().name().toLowerCase(Locale.ROOT),
            "seen",
            seen.text()));
  }

  private static String line(Hazard hazard, Seen seen) {
    return "hazard %d, %s: %s%s"
        .formatted(
            hazard.number(), hazard.fault(), seen.survived() ? "" : "not survived, ", seen.text());
  }

  private Arm arm(HazardClient.Kind kind, Map<Hazard, Seen> seen) {
    Result result =
        Result.builder()
            .replicas(seen.size())
            .zombies(count(seen, Seen.End.ZOMBIE))
            .closedReplicas(count(seen, Seen.End.CLOSED))
            .build();
    List<String> notes =
        seen.entrySet().stream().map(entry -> line(entry.getKey(), entry.getValue())).toList();
    return new Arm(
        kind.text(),
        Map.of("clients", kind.text()),
        new SteadyState(null, seen.size() == hazards.size() ? check(seen) : null),
        seen.isEmpty() ? null : result,
        null,
        List.of(),
        notes);
  }

  private static int count(Map<Hazard, Seen> seen, Seen.End end) {
    return (int) seen.values().stream().filter(one -> one.end() == end).count();
  }

  private static SteadyState.Check check(Map<Hazard, Seen> seen) {
    List<Integer> lost =
        seen.entrySet().stream()
            .filter(entry -> !entry.getValue().survived())
            .map(entry -> entry.getKey().number())
            .toList();
    String detail =
        "survived %d of %d hazards".formatted(seen.size() - lost.size(), seen.size())
            + (lost.isEmpty() || lost.size() == seen.size()
                ? ""
                : ", not " + lost.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    return new SteadyState.Check("every hazard is survived", lost.isEmpty(), detail);
  }

  private List<Map<String, @Nullable Object>> rows(Map<String, Map<Hazard, Seen>> all) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Hazard hazard : hazards) {
      List<HazardRow.End> ends = new ArrayList<>();
      all.forEach(
          (arm, seen) -> {
            Seen one = seen.get(hazard);
            if (one != null) {
              ends.add(new HazardRow.End(arm, one.survived(), one.text()));
            }
          });
      rows.add(new HazardRow(hazard.number(), hazard.fault(), ends).json());
    }
    return rows;
  }

  private Journal journal(
      Instant start,
      List<Arm> arms,
      List<Map<String, @Nullable Object>> rows,
      @Nullable String aborted) {
    String failure = null;
    if (aborted == null) {
      // The bus comes last.
      Arm candidate = arms.get(arms.size() - 1);
      SteadyState.Check after = candidate.steadyState().after();
      if (after == null || !after.met()) {
        failure = candidate.name() + ": " + (after == null ? "not all seen" : after.detail());
      }
    }
    return new DrillFrame(
            NAME, start, DrillFrame.environmentHere(), Map.of(Journal.HAZARDS, rows), command)
        .journal(arms, aborted, failure, false);
  }
}
