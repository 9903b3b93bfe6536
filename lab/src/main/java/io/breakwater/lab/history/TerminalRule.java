package io.breakwater.lab.history;

import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A terminal state does not change. What was before the data were wiped does not count after. */
final class TerminalRule {
  private TerminalRule() {}

  static void check(Facts facts, BiConsumer<String, String> violations) {
    for (Subject subject : facts.subjects()) {
      Sighting end = null;
      for (Sighting sighting : subject.sightings) {
        if (end != null && facts.faults().wipedBetween(end.nanos(), sighting.nanos())) {
          end = null;
        }
        if (end != null && contradicts(end, sighting)) {
          violations.accept(
              subject.id,
              "%s at %s, and %s at %s (%s)"
                  .formatted(
                      shown(end),
                      Rule.at(end.nanos()),
                      shown(sighting),
                      Rule.at(sighting.nanos()),
                      sighting.by()));
          break;
        }
        end = ending(facts, end, sighting);
      }
    }
  }

  /** What comes from memory may be of any time, so after a wipe it proves nothing. */
  private static @Nullable Sighting ending(Facts facts, @Nullable Sighting end, Sighting sighting) {
    boolean counts =
        sighting.terminal()
            && !(sighting.stale() && facts.faults().wipedBetween(0, sighting.nanos()));
    return counts && (end == null || end.result() == null) ? sighting : end;
  }

  private static boolean contradicts(Sighting end, Sighting sighting) {
    if (!sighting.found() || (sighting.stale() && !sighting.terminal())) {
      return false;
    }
    boolean otherResult =
        end.result() != null
            && sighting.result() != null
            && !Objects.equals(end.result(), sighting.result());
    return !sighting.state().equals(end.state()) || otherResult;
  }

  private static String shown(Sighting sighting) {
    return sighting.state() + (sighting.result() == null ? "" : " with " + sighting.result());
  }
}
