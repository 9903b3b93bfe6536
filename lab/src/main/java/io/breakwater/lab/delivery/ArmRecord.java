package io.breakwater.lab.delivery;

import io.breakwater.journal.Arm;
import io.breakwater.journal.EventWriter;
import io.breakwater.journal.Result;
import io.breakwater.journal.RunEvent;
import io.breakwater.journal.SteadyState;
import io.breakwater.journal.Timeline;
import io.breakwater.lab.drill.DrillListener;
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
final class ArmRecord {
  private final LoadArm arm;
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
  private Timeline.@Nullable Messages messages;

  ArmRecord(LoadArm arm, String name, DrillListener listener, EventWriter events) {
    this.arm = arm;
    this.name = name;
    this.listener = listener;
    this.events = events;
  }

  LoadArm loadArm() {
    return arm;
  }

  String name() {
    return name;
  }

  /** Returns the zero of the timeline. */
  Instant start() {
    return start;
  }

  void policy(Map<String, @Nullable Object> summary) {
    policy = summary;
  }

  void before(String expectation, boolean met, String detail) {
    before = new SteadyState.Check(expectation, met, detail);
  }

  void after(String expectation, boolean met, String detail) {
    after = new SteadyState.Check(expectation, met, detail);
  }

  void result(Result figures) {
    result = figures;
  }

  void messages(Timeline.Messages series) {
    messages = series;
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  /** Marks a moment of the timeline, which is an event too. */
  synchronized void mark(String label) {
    Instant now = Instant.now();
    marks.add(new Timeline.Mark(label, Duration.between(start, now).toNanos() / 1e9));
    event("drill", label.replace(' ', '-'), Map.of());
  }

  /** Writes an event. */
  void event(String source, String type, Map<String, @Nullable Object> attributes) {
    events.append(new RunEvent(Instant.now(), name + "/" + source, type, attributes));
  }

  void phase(String text, Duration limit) {
    listener.phase(text, limit);
  }

  /** Says what happens, and lets that time pass. */
  void pause(String text, Duration time) throws InterruptedException {
    phase(text, time);
    Thread.sleep(time.toMillis());
  }

  boolean reachedSteadyState() {
    return before != null && before.met();
  }

  /** Returns the arm. */
  Arm arm() {
    Timeline timeline =
        messages == null
            ? null
            : new Timeline(
                (int) Bins.BIN.toMillis(), null, null, null, null, messages, List.copyOf(marks));
    return new Arm(
        name, policy, new SteadyState(before, after), result, timeline, List.of(), notes);
  }
}
