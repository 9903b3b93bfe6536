package io.breakwater.lab.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What was broken, and when. */
final class Faults {
  /**
   * For how long after its end a fault is felt: a lease of 6 s, three heartbeats of 5 s until a
   * worker is missed, the slot of a reconnect.
   */
  private static final long AFTERMATH_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Map<String, Long> begun = new LinkedHashMap<>();
  private final Map<String, Long> ended = new LinkedHashMap<>();
  private final List<Long> wipes = new ArrayList<>();

  void take(long nanos, Event event) {
    if (event instanceof Event.FaultBegan fault) {
      begun.put(fault.fault(), nanos);
    } else if (event instanceof Event.FaultEnded fault) {
      ended.put(fault.fault(), nanos);
    } else if (event instanceof Event.DataWiped) {
      wipes.add(nanos);
    }
  }

  int count() {
    return begun.size();
  }

  /** Returns if something was broken, or not well again, at some time between two moments. */
  boolean hit(long from, long to) {
    return wipedBetween(from, to)
        || begun.entrySet().stream()
            .anyMatch(
                fault -> {
                  Long end = ended.get(fault.getKey());
                  return fault.getValue() <= to && (end == null || end + AFTERMATH_NANOS >= from);
                });
  }

  /** Returns if the data were wiped between two moments. */
  boolean wipedBetween(long from, long to) {
    return wipes.stream().anyMatch(wipe -> from <= wipe && wipe <= to);
  }

  /** Returns if the data were wiped after a moment. */
  boolean wipedAfter(long from) {
    return wipedBetween(from, Long.MAX_VALUE);
  }
}
