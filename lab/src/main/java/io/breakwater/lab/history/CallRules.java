package io.breakwater.lab.history;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** What a gateway's answer to a submission promises. */
final class CallRules {
  private CallRules() {}

  static void refused(Facts facts, BiConsumer<String, String> violations) {
    for (Execution execution : facts.executions()) {
      List<Call> before =
          facts.calls(execution.place().token()).stream()
              .filter(call -> call.invoked() <= execution.began())
              .toList();
      if (before.stream().allMatch(call -> call.fate() == Call.Fate.REFUSED)) {
        String why =
            before.isEmpty()
                ? "nobody had submitted it"
                : "all its submissions were refused: "
                    + before.stream()
                        .map(call -> call.name() + " " + call.why())
                        .collect(joining(", "));
        violations.accept(
            execution.place().toString(),
            "executed at %s (%s), though %s"
                .formatted(Rule.at(execution.began()), execution.name(), why));
      }
    }
  }

  static void keys(Facts facts, BiConsumer<String, String> violations) {
    facts.calls().stream()
        .filter(call -> call.key() != null && call.id() != null)
        .collect(
            groupingBy(
                call -> Objects.requireNonNull(call.key()),
                LinkedHashMap::new,
                Collectors.mapping(
                    call -> Objects.requireNonNull(call.id()),
                    Collectors.toCollection(TreeSet::new))))
        .forEach(
            (key, ids) -> {
              if (ids.size() > 1) {
                violations.accept(key, "one idempotency key, and the ids " + ids);
              }
            });
    for (Subject subject : facts.subjects()) {
      Set<String> tokens =
          subject.calls.stream().map(Call::token).collect(Collectors.toCollection(TreeSet::new));
      if (tokens.size() > 1) {
        violations.accept(subject.id, "one id, for all of " + tokens);
      }
    }
    for (Call call : facts.calls()) {
      if (call.fate() == Call.Fate.REFUSED && call.why().equals("HTTP 422")) {
        violations.accept(
            call.name(), "the key of " + call.token() + " is said to belong to another request");
      }
    }
  }
}
