package io.breakwater.planner.audit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every rule there is. */
final class Rules {
  /** What is said of a suppression that says too little; found by {@link Suppressions}. */
  static final Rule SUPPRESSION =
      new Rule(
          "suppression-without-reason",
          Severity.WARNING,
          "a suppression that names no rule or gives no reason",
          "Nobody will know if it still holds. It suppresses nothing until it says why.",
          (inventory, findings) -> {});

  private static final List<Rule> ALL =
      Stream.of(
              StartupRules.ALL,
              HealthRules.ALL,
              ProbeRules.ALL,
              ReconnectRules.ALL,
              MemoryRules.ALL,
              SecretRules.ALL,
              BrokerRules.ALL,
              BrokerLimitRules.ALL,
              DisruptionRules.ALL,
              MetricsRules.ALL,
              List.of(SUPPRESSION))
          .flatMap(List::stream)
          .toList();

  private Rules() {}

  /** Returns all rules, by theme. */
  static List<Rule> all() {
    return ALL;
  }

  /** Returns the rule of a name. */
  static Optional<Rule> find(String id) {
    return ALL.stream().filter(rule -> rule.id().equals(id)).findFirst();
  }
}
