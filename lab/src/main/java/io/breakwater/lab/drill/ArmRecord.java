package io.breakwater.lab.drill;

import io.breakwater.journal.Arm;
import io.breakwater.journal.EventWriter;
import io.breakwater.journal.PodRow;
import io.breakwater.journal.Result;
import io.breakwater.journal.RunEvent;
import io.breakwater.journal.SteadyState;
import io.breakwater.journal.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an arm so far, however its run ends. Filled by the thread that drives it; marks
 * and events by any.
 */
public class ArmRecord {
  private final String name;
  private final DrillListener listener;
  private final EventWriter events;
  private final Instant start = Instant.now();
  private final List<Timeline.Mark> marks = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Map<String, @Nullable Object> policy = Map.of();
  private SteadyState.@Nullable Check before;
  private SteadyState.@Nullable Check after;
  private @Nullable Result result;
  private @Nullable Timeline timeline;
  private List<PodRow> pods = List.of();

  /** Begins the record of an arm; its timeline begins now. */
  public ArmRecord(String name, DrillListener listener, EventWriter events) {
    this.name = name;
    this.listener = listener;
    this.events = events;
  }

  /** Returns the arm's name. */
  public final String name() {
    return name;
  }

  /** Returns the zero of the timeline. */
  public final Instant start() {
    return start;
  }

  /** Says what the journal is to know of the arm's policy. */
  public final void policy(Map<String, @Nullable Object> summary) {
    policy = summary;
  }

  /** Says whether the arm was in its steady state before the fault. */
  public final void before(String expectation, boolean met, String detail) {
    before = new SteadyState.Check(expectation, met, detail);
  }

  /** Says whether it was so after it. */
  public final void after(String expectation, boolean met, String detail) {
    after = new SteadyState.Check(expectation, met, detail);
  }

  /** Says what was measured. */
  public final void result(Result figures) {
    result = figures;
  }

  /** Gives the series of the timeline, whose marks are replaced by this record's. */
  public final void timeline(Timeline series) {
    timeline = series;
  }

  /** Gives the pods. */
  public final void pods(List<PodRow> rows) {
    pods = rows;
  }

  /** Notes a sentence that a reader of the figures must know. */
  public final void note(String sentence) {
    notes.add(sentence);
  }

  /** Marks a moment of the timeline, which is an event too. */
  public final synchronized void mark(String label) {
    Instant now = Instant.now();
    marks.add(new Timeline.Mark(label, Duration.between(start, now).toNanos() / 1e9));
    event("drill", label.replace(' ', '-'), Map.of());
  }

  /** Writes an event. */
  public final void event(String source, String type, Map<String, @Nullable Object> attributes) {
    events.append(new RunEvent(Instant.now(), name + "/" + source, type, attributes));
  }

  /** Says what happens, to who watches the drill. */
  public final void phase(String text, Duration limit) {
    listener.phase(text, limit);
  }

  /** Says what happens, and lets that time pass. */
  public final void pause(String text, Duration time) throws InterruptedException {
    phase(text, time);
    Thread.sleep(time.toMillis());
  }

  /** Returns if the arm was in its steady state before the fault. */
  public final boolean reachedSteadyState() {
    return before != null && before.met();
  }

  /** Returns the arm. */
  public final Arm arm() {
    return new Arm(
        name,
        policy,
        new SteadyState(before, after),
        result,
        timeline == null ? null : timeline.withMarks(marks),
        pods,
        notes);
  }
}
