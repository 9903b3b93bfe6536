package io.breakwater.lab.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Says if a history is one that the control plane may have. It knows what clients and the recorder
 * saw, and nothing else. A pure function.
 */
public final class Checker {
  private static final Map<Invariant, Rule> RULES = new EnumMap<>(Invariant.class);

  static {
    RULES.put(Invariant.ACCEPTED_IS_KEPT, AcceptedRules::kept);
    RULES.put(Invariant.ACCEPTED_SETTLES, AcceptedRules::settles);
    RULES.put(Invariant.REFUSED_NEVER_RUNS, CallRules::refused);
    RULES.put(Invariant.TERMINAL_IS_FINAL, TerminalRule::check);
    RULES.put(Invariant.DEPENDENCIES_FIRST, DependencyRule::check);
    RULES.put(Invariant.ONE_KEY_ONE_ID, CallRules::keys);
    RULES.put(Invariant.RESULT_WAS_ANSWERED, ResultRules::answered);
    RULES.put(Invariant.ENDS_AS_IT_MUST, ResultRules::ends);
    RULES.put(Invariant.EXECUTED_AGAIN_FOR_A_REASON, AgainRule::check);
  }

  private Checker() {}

  /**
   * Checks a history. It should be one that has come to its end: what is still under way is a
   * violation of {@link Invariant#ACCEPTED_SETTLES}.
   *
   * @param history in the order of its times
   * @throws IllegalArgumentException if it is none: an answer to a call that was not sent
   */
  public static HistoryReport check(List<Entry> history) {
    Facts facts = new Facts(history);
    List<Violation> violations = new ArrayList<>();
    RULES.forEach(
        (invariant, rule) ->
            rule.check(
                facts, (id, sentence) -> violations.add(new Violation(invariant, id, sentence))));
    return new HistoryReport(violations, Counting.of(facts));
  }
}
