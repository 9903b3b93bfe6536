package io.breakwater.simulator;

import io.breakwater.simulator.Fault.Killed;
import io.breakwater.simulator.Fault.LameDuck;
import io.breakwater.simulator.Fault.Vanished;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The faults of a scenario as single moments, in order. */
final class Changes {
  private final List<Change> changes;
  private int next;

  /** What happens to a server. */
  enum Kind {
    LAME_DUCK,
    KILLED,
    VANISHED,
    BACK
  }

  /**
   * One moment.
   *
   * @param at in nanoseconds
   * @param fault what it is a part of
   */
  record Change(long at, Kind kind, Fault fault) {}

  Changes(Scenario scenario) {
    List<Change> all = new ArrayList<>();
    for (Fault fault : scenario.faults()) {
      long at = fault.at().toNanos();
      if (fault instanceof Killed) {
        all.add(new Change(at, Kind.KILLED, fault));
      } else if (fault instanceof Vanished) {
        all.add(new Change(at, Kind.VANISHED, fault));
      } else if (fault instanceof LameDuck duck) {
        all.add(new Change(at, Kind.LAME_DUCK, fault));
        all.add(new Change(at + duck.window().toNanos(), Kind.KILLED, fault));
      }
      if (!fault.back().equals(Fault.NEVER)) {
        all.add(new Change(fault.back().toNanos(), Kind.BACK, fault));
      }
    }
    changes = all.stream().sorted(Comparator.comparingLong(Change::at)).toList();
  }

  /** Returns when the next change is; {@link Long#MAX_VALUE} if there is none. */
  long nextAt() {
    return next < changes.size() ? changes.get(next).at() : Long.MAX_VALUE;
  }

  /** Returns the next change, and goes on. */
  Change poll() {
    return changes.get(next++);
  }

  /** Returns when the next server is back; {@link Long#MAX_VALUE} if none will be. */
  long nextBackAt() {
    return changes.stream()
        .skip(next)
        .filter(change -> change.kind() == Kind.BACK)
        .mapToLong(Change::at)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }
}
