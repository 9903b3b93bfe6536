package io.breakwater.lab.history;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What was accepted is kept, and settles. */
final class AcceptedRules {
  private AcceptedRules() {}

  static void kept(Facts facts, BiConsumer<String, String> violations) {
    for (Subject subject : facts.subjects()) {
      if (subject.accepted() && !mayBeGone(facts, subject)) {
        Optional<Sighting> last = subject.last();
        if (last.isEmpty()) {
          violations.accept(subject.id, "accepted, and nobody ever had an answer for it");
        } else if (!last.get().found()) {
          violations.accept(
              subject.id,
              "accepted, and not found at %s when it was asked for last (%s)"
                  .formatted(Rule.at(last.get().nanos()), last.get().by()));
        }
      }
      forgotten(facts, subject, violations);
    }
  }

  /**
   * A call that was under way when the data were wiped may have been answered by what was. So may
   * one that was told that its key was known, while the broker was away: by a gateway that
   * remembers, and cannot know that the broker will not.
   */
  private static boolean mayBeGone(Facts facts, Subject subject) {
    Faults faults = facts.faults();
    return subject.calls.stream()
        .filter(Call::accepted)
        .allMatch(
            call ->
                faults.wipedAfter(call.invoked())
                    || (call.fate() == Call.Fate.REPLAYED && faults.awaySinceWipe(call.invoked())));
  }

  /** What a scheduler has recorded is known to all gateways. */
  private static void forgotten(
      Facts facts, Subject subject, BiConsumer<String, String> violations) {
    Sighting recorded = null;
    for (Sighting sighting : subject.fresh()) {
      if (recorded != null
          && !sighting.found()
          && !facts.faults().wipedBetween(recorded.nanos(), sighting.nanos())) {
        violations.accept(
            subject.id,
            "seen %s at %s, and not found at %s (%s)"
                .formatted(
                    recorded.state(),
                    Rule.at(recorded.nanos()),
                    Rule.at(sighting.nanos()),
                    sighting.by()));
        return;
      }
      recorded = sighting.recorded() ? sighting : recorded;
    }
  }

  static void settles(Facts facts, BiConsumer<String, String> violations) {
    for (Subject subject : facts.subjects()) {
      List<Sighting> found = subject.fresh().stream().filter(Sighting::found).toList();
      if (found.isEmpty()) {
        continue;
      }
      Sighting last = found.get(found.size() - 1);
      boolean gone = facts.faults().wipedAfter(last.nanos());
      boolean missing = subject.last().filter(Sighting::found).isEmpty();
      if (!last.terminal() && !gone && !missing) {
        violations.accept(
            subject.id, "still %s at %s, the end".formatted(last.state(), Rule.at(last.nanos())));
      }
    }
  }
}
