package io.breakwater.lab.history;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Executed again only for a reason. */
final class AgainRule {
  /** For how long a result may still be on its way, so that a fault can take it. */
  private static final long ON_ITS_WAY_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** Why something was executed again. */
  enum Reason {
    FAILED,
    CUT,
    FAULT,
    NONE
  }

  private AgainRule() {}

  static void check(Facts facts, BiConsumer<String, String> violations) {
    facts
        .places()
        .forEach(
            (place, executions) -> {
              for (int i = 1; i < executions.size(); i++) {
                Execution before = executions.get(i - 1);
                Execution again = executions.get(i);
                if (reason(facts, before, again) == Reason.NONE) {
                  violations.accept(
                      place.toString(),
                      "executed at %s (%s) and again at %s (%s) for no reason"
                          .formatted(
                              Rule.at(before.began()),
                              before.name(),
                              Rule.at(again.began()),
                              again.name()));
                }
              }
            });
    facts.subjects().forEach(subject -> afterTheEnd(facts, subject, violations));
  }

  /**
   * Returns why an execution followed another one. A worker that has begun an attempt knows that:
   * whatever becomes of the broker, it does the same attempt again only if it was itself struck.
   */
  static Reason reason(Facts facts, Execution before, Execution again) {
    boolean same = again.sameAttempt(before);
    if (before.failed() && !same) {
      return Reason.FAILED;
    }
    boolean cut = before.cut() && before.ended() <= again.began();
    if (cut && !same) {
      return Reason.CUT;
    }
    long onItsWay =
        before.ended() == Long.MAX_VALUE ? Long.MAX_VALUE : before.ended() + ON_ITS_WAY_NANOS;
    long until = Math.min(again.began(), onItsWay);
    boolean hit =
        same
            ? facts.faults().hitWorker(before, before.began(), until)
            : facts.faults().hit(List.of(before, again), before.began(), until);
    if (hit || facts.faults().wipedBetween(before.began(), again.began())) {
      return cut ? Reason.CUT : Reason.FAULT;
    }
    return Reason.NONE;
  }

  /** What was seen to have ended is not begun any more, unless an old message was still about. */
  private static void afterTheEnd(
      Facts facts, Subject subject, BiConsumer<String, String> violations) {
    Optional<Sighting> end = subject.sightings.stream().filter(Sighting::terminal).findFirst();
    if (end.isEmpty() || subject.place.isEmpty()) {
      return;
    }
    long ended = end.get().nanos();
    List<Execution> executions =
        subject.isRun()
            ? facts.executions(subject.place.get().token())
            : facts.executions(subject.place.get());
    long since = executions.stream().mapToLong(Execution::began).min().orElse(ended);
    for (Execution execution : executions) {
      if (execution.began() > ended
          && !facts.faults().hit(List.of(execution), Math.min(since, ended), execution.began())) {
        violations.accept(
            subject.id,
            "%s at %s, and executed after it at %s (%s)"
                .formatted(
                    end.get().state(),
                    Rule.at(ended),
                    Rule.at(execution.began()),
                    execution.name()));
      }
    }
  }
}
