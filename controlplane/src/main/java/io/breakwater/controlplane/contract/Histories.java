package io.breakwater.controlplane.contract;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps a history from growing without end: the first transition and the latest are kept. */
final class Histories {
  private Histories() {}

  static List<Transition> bounded(@Nullable List<Transition> history) {
    if (history == null) {
      return List.of();
    }
    if (history.size() <= Limits.HISTORY) {
      return List.copyOf(history);
    }
    List<Transition> kept = new ArrayList<>(Limits.HISTORY);
    kept.add(history.get(0));
    kept.addAll(history.subList(history.size() - Limits.HISTORY + 1, history.size()));
    return List.copyOf(kept);
  }

  static List<Transition> with(List<Transition> history, List<Transition> more) {
    List<Transition> all = new ArrayList<>(history);
    all.addAll(more);
    return all;
  }
}
