package io.breakwater.lab.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A history, put in order: what belongs to which call, id, execution. For one thread. */
final class Facts {
  /** Who says a state in answer to a cancellation; without a result. */
  static final String CANCELLATION = "the cancellation";

  private final Map<String, Call> calls = new LinkedHashMap<>();
  private final Map<String, Execution> executions = new LinkedHashMap<>();
  private final Map<String, Subject> subjects = new LinkedHashMap<>();
  private final Map<String, Map<String, Event.Step>> workflows = new LinkedHashMap<>();
  private final Map<String, List<Call>> callsByToken = new LinkedHashMap<>();
  private final Map<String, List<Execution>> executionsByToken = new LinkedHashMap<>();
  private final Map<Place, List<Execution>> executionsByPlace = new LinkedHashMap<>();
  private final Faults faults = new Faults();

  /**
   * Reads a history.
   *
   * @param history in the order of its times
   */
  Facts(List<Entry> history) {
    history.forEach(entry -> take(entry.nanos(), entry.event()));
    calls.values().forEach(this::connect);
    subjects.values().forEach(subject -> subject.place = place(subject.id));
  }

  private void take(long nanos, Event event) {
    if (event instanceof Event.Submitted sent) {
      Call call = new Call(sent, nanos);
      calls.put(sent.call(), call);
      callsByToken.computeIfAbsent(sent.token(), unused -> new ArrayList<>()).add(call);
    } else if (event instanceof Event.Accepted accepted) {
      Call.Fate fate = accepted.replayed() ? Call.Fate.REPLAYED : Call.Fate.ACCEPTED;
      answered(accepted.call(), fate, accepted.id(), nanos, "");
    } else if (event instanceof Event.Refused refused) {
      answered(refused.call(), Call.Fate.REFUSED, null, nanos, "HTTP " + refused.status());
    } else if (event instanceof Event.Unknown unknown) {
      answered(unknown.call(), Call.Fate.UNKNOWN, unknown.id(), nanos, unknown.why());
    } else if (event instanceof Event.Observed seen) {
      subject(seen.id())
          .see(new Sighting(nanos, seen.state(), seen.result(), seen.stale(), seen.gateway()));
    } else if (event instanceof Event.NotFound missing) {
      subject(missing.id())
          .see(new Sighting(nanos, Sighting.NOT_FOUND, null, false, missing.gateway()));
    } else if (event instanceof Event.CancelSent cancel) {
      subject(cancel.id()).cancelled = true;
    } else if (event instanceof Event.CancelAnswered answer && answer.state() != null) {
      subject(answer.id()).see(new Sighting(nanos, answer.state(), null, false, CANCELLATION));
    } else if (event instanceof Event.ExecutionBegan began) {
      Execution execution = new Execution(began, nanos);
      executions.put(began.execution(), execution);
      executionsByToken.computeIfAbsent(began.token(), unused -> new ArrayList<>()).add(execution);
      executionsByPlace
          .computeIfAbsent(execution.place(), unused -> new ArrayList<>())
          .add(execution);
    } else if (event instanceof Event.ExecutionEnded ended) {
      Optional.ofNullable(executions.get(ended.execution()))
          .ifPresent(execution -> execution.end(ended.outcome(), nanos));
    } else if (event instanceof Event.Defined defined) {
      Map<String, Event.Step> steps = new TreeMap<>();
      defined.steps().forEach(step -> steps.put(step.name(), step));
      workflows.put(defined.workflow(), steps);
    } else {
      faults.take(nanos, event);
    }
  }

  private void answered(String call, Call.Fate fate, @Nullable String id, long nanos, String why) {
    Call it = calls.get(call);
    if (it == null) {
      throw new IllegalArgumentException("an answer to the call " + call + ", which was not sent");
    }
    it.answer(fate, id, nanos, why);
  }

  private Subject subject(String id) {
    return subjects.computeIfAbsent(id, Subject::new);
  }

  private void connect(Call call) {
    if (call.id() != null) {
      subject(call.id()).calls.add(call);
    }
  }

  /** The job of a step is named after its run. */
  private Optional<Place> place(String id) {
    Subject own = subjects.get(id);
    if (own != null && !own.calls.isEmpty()) {
      return Optional.of(new Place(own.calls.get(0).token(), "", 0));
    }
    String[] parts = id.split("\\.", -1);
    Subject run = subjects.get(parts[0]);
    if (parts.length < 2 || run == null || run.calls.isEmpty()) {
      return Optional.empty();
    }
    int item = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
    return Optional.of(new Place(run.calls.get(0).token(), parts[1], item));
  }

  List<Call> calls() {
    return List.copyOf(calls.values());
  }

  /** Returns the calls that sent a piece of work, in order. */
  List<Call> calls(String token) {
    return callsByToken.getOrDefault(token, List.of());
  }

  List<Subject> subjects() {
    return List.copyOf(subjects.values());
  }

  /** Returns the run, or the job itself, that an id belongs to. */
  Subject root(Subject subject) {
    return Objects.requireNonNullElse(subjects.get(subject.id.split("\\.", 2)[0]), subject);
  }

  Optional<Execution> execution(String name) {
    return Optional.ofNullable(executions.get(name));
  }

  List<Execution> executions() {
    return List.copyOf(executions.values());
  }

  /** Returns the executions at each place, in order. */
  Map<Place, List<Execution>> places() {
    return executionsByPlace;
  }

  /** Returns all executions of a job, or of all jobs of a run, in order. */
  List<Execution> executions(String token) {
    return executionsByToken.getOrDefault(token, List.of());
  }

  /** Returns the executions at a place, in order. */
  List<Execution> executions(Place place) {
    return executionsByPlace.getOrDefault(place, List.of());
  }

  /**
   * Returns the steps of the workflow that a piece of work is a run of, by name; none for a job.
   */
  Map<String, Event.Step> steps(String token) {
    for (Call call : calls(token)) {
      String workflow = call.workflow();
      if (workflow != null) {
        return workflows.getOrDefault(workflow, Map.of());
      }
    }
    return Map.of();
  }

  Faults faults() {
    return faults;
  }
}
