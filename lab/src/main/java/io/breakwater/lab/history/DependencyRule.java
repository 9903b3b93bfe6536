package io.breakwater.lab.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** No step begins before all that it depends on has ended well, and its delay has passed. */
final class DependencyRule {
  /** The engine counts in milliseconds, on the wall clock. */
  private static final long CLOCK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private DependencyRule() {}

  static void check(Facts facts, BiConsumer<String, String> violations) {
    for (Execution execution : facts.executions()) {
      Map<String, Event.Step> steps = facts.steps(execution.place().token());
      Event.Step step = steps.get(execution.place().step());
      if (step == null) {
        continue;
      }
      OptionalLong ready = ready(facts, execution, steps, step);
      if (ready.isEmpty()) {
        violations.accept(
            execution.place().toString(),
            "%s began at %s, before all of %s had ended well"
                .formatted(execution.name(), Rule.at(execution.began()), step.dependsOn()));
        continue;
      }
      if (ready.getAsLong() - CLOCK_NANOS > execution.began()) {
        violations.accept(
            execution.place().toString(),
            "%s began at %s, before its delay was over at %s"
                .formatted(
                    execution.name(), Rule.at(execution.began()), Rule.at(ready.getAsLong())));
      }
      given(facts, execution, steps, step, violations);
    }
  }

  /** Returns when a step could begin; empty if it could not before the execution. */
  private static OptionalLong ready(
      Facts facts, Execution execution, Map<String, Event.Step> steps, Event.Step step) {
    long ready = 0;
    for (String name : step.dependsOn()) {
      Event.Step dependency = steps.get(name);
      if (dependency == null) {
        return OptionalLong.empty();
      }
      OptionalLong done =
          dependency.items() == 0
              ? ready(facts, execution, steps, dependency)
              : done(facts, execution, dependency);
      if (done.isEmpty()) {
        return done;
      }
      ready = Math.max(ready, done.getAsLong());
    }
    return OptionalLong.of(ready + TimeUnit.MILLISECONDS.toNanos(step.delayMillis()));
  }

  /** Returns when all items of a step had been answered; empty if not before the execution. */
  private static OptionalLong done(Facts facts, Execution execution, Event.Step step) {
    long done = 0;
    for (int item = 0; item < step.items(); item++) {
      OptionalLong first =
          answered(facts, execution, step, item).stream().mapToLong(Execution::ended).min();
      if (first.isEmpty()) {
        return first;
      }
      done = Math.max(done, first.getAsLong());
    }
    return OptionalLong.of(done);
  }

  private static List<Execution> answered(
      Facts facts, Execution execution, Event.Step step, int item) {
    return facts.executions(new Place(execution.place().token(), step.name(), item)).stream()
        .filter(it -> it.answeredBefore(execution.began()))
        .toList();
  }

  /** The input of a step says what it was made from. */
  private static void given(
      Facts facts,
      Execution execution,
      Map<String, Event.Step> steps,
      Event.Step step,
      BiConsumer<String, String> violations) {
    List<List<Execution>> expected = new ArrayList<>();
    for (String name : step.dependsOn()) {
      Event.Step dependency = steps.get(name);
      for (int item = 0; dependency != null && item < dependency.items(); item++) {
        expected.add(answered(facts, execution, dependency, item));
      }
    }
    boolean right = execution.given().size() == expected.size();
    for (int i = 0; right && i < expected.size(); i++) {
      String given = execution.given().get(i);
      right = expected.get(i).stream().anyMatch(it -> it.name().equals(given));
    }
    if (!right) {
      violations.accept(
          execution.place().toString(),
          "%s was given %s, which is not one answer of each of %s before it"
              .formatted(execution.name(), execution.given(), step.dependsOn()));
    }
  }
}
