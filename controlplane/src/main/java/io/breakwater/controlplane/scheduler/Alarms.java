package io.breakwater.controlplane.scheduler;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * When to look at a job again; one time for each job. Belongs to the loop.
 *
 * <p>Most alarms are never due, for the job is done before. So they are kept in slots of time, from
 * which one is taken out as easily as it was put in.
 */
final class Alarms {
  private static final long SLOT_NANOS = 50_000_000;

  private final TreeMap<Long, Set<OpenJob>> slots = new TreeMap<>();
  private final long origin;

  /**
   * Creates no alarms.
   *
   * @param now the time from which slots are counted
   */
  Alarms(long now) {
    origin = now;
  }

  /** Sets the alarm of a job, in the place of the one that it had. */
  void set(OpenJob job, long atNanos) {
    clear(job);
    // 0 says that there is none.
    job.alarmTick = Math.max(1, (atNanos - origin) / SLOT_NANOS + 1);
    slots.computeIfAbsent(job.alarmTick, tick -> new LinkedHashSet<>()).add(job);
  }

  void clear(OpenJob job) {
    Set<OpenJob> slot = slots.get(job.alarmTick);
    if (slot != null) {
      slot.remove(job);
      if (slot.isEmpty()) {
        slots.remove(job.alarmTick);
      }
    }
    job.alarmTick = 0;
  }

  /** Takes out the jobs whose time has come. */
  List<OpenJob> due(long now) {
    List<OpenJob> due = new ArrayList<>();
    long tick = (now - origin) / SLOT_NANOS;
    Map.Entry<Long, Set<OpenJob>> first = slots.firstEntry();
    while (first != null && first.getKey() <= tick) {
      slots.pollFirstEntry();
      first.getValue().forEach(job -> job.alarmTick = 0);
      due.addAll(first.getValue());
      first = slots.firstEntry();
    }
    return due;
  }
}
