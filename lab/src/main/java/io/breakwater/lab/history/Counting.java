package io.breakwater.lab.history;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Counts what a history shows. */
final class Counting {
  private static final long LENGTHY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private Counting() {}

  static HistoryCounts of(Facts facts) {
    List<Subject> works = facts.subjects().stream().filter(Subject::accepted).toList();
    return new HistoryCounts(
        facts.calls().size(),
        count(facts.calls(), Call::accepted),
        calls(facts, Call.Fate.REFUSED),
        calls(facts, Call.Fate.UNKNOWN),
        works.size(),
        count(works, work -> last(work, Sighting::terminal)),
        count(works, work -> last(work, it -> it.found() && !it.terminal())),
        count(works, work -> !last(work, Sighting::found)),
        facts.places().size(),
        facts.executions().size(),
        facts.executions().size() - facts.places().size(),
        again(facts, AgainRule.Reason.FAILED),
        again(facts, AgainRule.Reason.CUT),
        again(facts, AgainRule.Reason.FAULT),
        redelivered(facts),
        count(facts.executions(), it -> it.ended() - it.began() >= LENGTHY_NANOS),
        count(facts.executions(), Execution::cut),
        count(works, work -> last(work, it -> it.state().equals("CANCELLED"))),
        facts.faults().count());
  }

  private static int calls(Facts facts, Call.Fate fate) {
    return count(facts.calls(), call -> call.fate() == fate);
  }

  private static boolean last(Subject subject, Predicate<Sighting> what) {
    Optional<Sighting> last = subject.last();
    return last.isPresent() && what.test(last.get());
  }

  private static int again(Facts facts, AgainRule.Reason reason) {
    return facts.places().values().stream()
        .mapToInt(executions -> again(facts, executions, reason))
        .sum();
  }

  private static int again(Facts facts, List<Execution> executions, AgainRule.Reason reason) {
    int count = 0;
    for (int i = 1; i < executions.size(); i++) {
      Execution before = executions.get(i - 1);
      count += AgainRule.reason(facts, before, executions.get(i)) == reason ? 1 : 0;
    }
    return count;
  }

  private static int redelivered(Facts facts) {
    int count = 0;
    for (List<Execution> executions : facts.places().values()) {
      for (int i = 1; i < executions.size(); i++) {
        count += executions.subList(0, i).stream().anyMatch(executions.get(i)::sameAttempt) ? 1 : 0;
      }
    }
    return count;
  }

  private static <T> int count(List<T> all, Predicate<T> what) {
    return (int) all.stream().filter(what).count();
  }
}
