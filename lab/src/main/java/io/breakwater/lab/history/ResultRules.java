package io.breakwater.lab.history;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** What is recorded in the end: what was answered, one of it, and the end that it must be. */
final class ResultRules {
  private ResultRules() {}

  static void answered(Facts facts, BiConsumer<String, String> violations) {
    for (Subject subject : facts.subjects()) {
      subject.sightings.stream()
          .filter(sighting -> sighting.state().equals("SUCCEEDED"))
          .findFirst()
          .ifPresent(success -> answered(facts, subject, success, violations));
    }
    oneResult(facts, violations);
  }

  private static void answered(
      Facts facts, Subject subject, Sighting success, BiConsumer<String, String> violations) {
    Place place = subject.place.orElse(null);
    if (place == null) {
      return;
    }
    if (subject.isRun()) {
      for (Event.Step step : facts.steps(place.token()).values()) {
        for (int item = 0; item < step.items(); item++) {
          Place each = new Place(place.token(), step.name(), item);
          if (facts.executions(each).stream()
              .noneMatch(execution -> execution.answeredBefore(success.nanos()))) {
            violations.accept(
                subject.id,
                "SUCCEEDED at %s, and no execution of %s had ended well"
                    .formatted(Rule.at(success.nanos()), each));
          }
        }
      }
    } else if (success.result() == null && !success.by().equals(Facts.CANCELLATION)) {
      violations.accept(subject.id, "SUCCEEDED without a result");
    } else if (success.result() != null
        && facts
            .execution(success.result())
            .filter(it -> it.place().equals(place) && it.answeredBefore(success.nanos()))
            .isEmpty()) {
      violations.accept(
          subject.id,
          "SUCCEEDED with %s, which no execution of %s had answered"
              .formatted(success.result(), place));
    }
  }

  /** All that go on from a step go on from the same result of it, which is the recorded one. */
  private static void oneResult(Facts facts, BiConsumer<String, String> violations) {
    if (facts.faults().wipedAfter(0)) {
      // The same work may then have been done in both worlds.
      return;
    }
    Map<Place, Set<String>> results = new HashMap<>();
    for (Execution execution : facts.executions()) {
      for (String given : execution.given()) {
        facts
            .execution(given)
            .ifPresent(
                from -> results.computeIfAbsent(from.place(), it -> new TreeSet<>()).add(given));
      }
    }
    for (Subject subject : facts.subjects()) {
      for (Sighting sighting : subject.sightings) {
        if (sighting.result() != null && subject.place.isPresent()) {
          results
              .computeIfAbsent(subject.place.get(), it -> new TreeSet<>())
              .add(sighting.result());
        }
      }
    }
    results.forEach(
        (place, answers) -> {
          if (answers.size() > 1) {
            violations.accept(place.toString(), "more than one result went on: " + answers);
          }
        });
  }

  static void ends(Facts facts, BiConsumer<String, String> violations) {
    for (Subject subject : facts.subjects()) {
      Subject root = facts.root(subject);
      subject.sightings.stream()
          .filter(Sighting::terminal)
          .findFirst()
          .ifPresent(
              end -> {
                String wrong = wrong(end.state(), root, root == subject);
                if (!wrong.isEmpty()) {
                  violations.accept(
                      subject.id,
                      "%s at %s, though %s".formatted(end.state(), Rule.at(end.nanos()), wrong));
                }
              });
    }
  }

  private static String wrong(String state, Subject root, boolean itself) {
    return switch (state) {
      case "SUCCEEDED" ->
          itself && root.doomed() ? "all its executions were answered with an error" : "";
      case "CANCELLED" ->
          root.cancelled || (!itself && root.doomed()) ? "" : "nobody had cancelled it";
      default -> root.doomed() ? "" : "it was not made to fail for good";
    };
  }
}
