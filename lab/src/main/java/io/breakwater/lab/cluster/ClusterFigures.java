package io.breakwater.lab.cluster;

import io.breakwater.journal.RecoveryTime;
import io.breakwater.journal.ResultBuilder;
import io.breakwater.lab.light.AttemptLog;
import io.breakwater.lab.light.SteadyClock;
import io.breakwater.lab.storm.Moments;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The figures of an arm in which not all replicas need lose their connection, and one may lose it
 * several times, from the log of its fleet: pure.
 *
 * <p>T50, T99 and T100 are of those that were dropped, from the moment at which all could come
 * back, to the connection that lasted; 0 for one that had it before.
 */
final class ClusterFigures {
  private static final double NANOS = 1e9;

  private final Moments moments;
  private final Map<Integer, Course> courses = new TreeMap<>();
  private final Set<Integer> connected = new TreeSet<>();

  /** How one replica fared after the disruption began; nanoseconds since the epoch. */
  private static final class Course {
    private final long firstDropAt;
    private long dropAt;
    private @Nullable Long backAt;
    private long longestOutage;

    private Course(long at) {
      firstDropAt = at;
      dropAt = at;
    }
  }

  /**
   * A part of the fleet that nothing could reach.
   *
   * @param replicas which
   * @param from since when
   * @param to until when
   */
  record CutOff(Set<Integer> replicas, Instant from, Instant to) {}

  ClusterFigures(Moments moments, AttemptLog log) {
    this.moments = moments;
    long down = SteadyClock.epochNanos(moments.brokerDown());
    long end = SteadyClock.epochNanos(moments.end());
    for (int i = 0; i < log.changes(); i++) {
      AttemptLog.Change change = log.change(i);
      if (change.at() <= end) {
        note(change, down);
      }
    }
    for (Course course : courses.values()) {
      if (course.backAt == null) {
        course.longestOutage = Math.max(course.longestOutage, end - course.dropAt);
      }
    }
  }

  private void note(AttemptLog.Change change, long down) {
    if (change.connected()) {
      connected.add(change.replica());
    } else {
      connected.remove(change.replica());
    }
    Course course = courses.get(change.replica());
    if (change.connected() && course != null) {
      course.backAt = change.at();
      course.longestOutage = Math.max(course.longestOutage, change.at() - course.dropAt);
    } else if (!change.connected() && course != null) {
      course.backAt = null;
      course.dropAt = change.at();
    } else if (!change.connected() && change.at() >= down) {
      courses.put(change.replica(), new Course(change.at()));
    }
  }

  /** Returns who is connected now, as the replicas say. */
  static Set<Integer> connected(AttemptLog log) {
    Set<Integer> connected = new TreeSet<>();
    for (int i = 0; i < log.changes(); i++) {
      AttemptLog.Change change = log.change(i);
      if (change.connected()) {
        connected.add(change.replica());
      } else {
        connected.remove(change.replica());
      }
    }
    return connected;
  }

  /**
   * Sets what is different where not all are dropped.
   *
   * @param replicas N
   * @param capacity C of the tier
   * @param bounded if N/C of those that were dropped is a bound
   */
  void into(ResultBuilder result, int replicas, double capacity, boolean bounded) {
    int dropped = courses.size();
    List<Duration> times = times();
    Double t100 = time(100, dropped, times);
    Double bound = bounded && dropped > 0 ? Double.valueOf(dropped / capacity) : null;
    result
        .dropped(dropped)
        .connected(connected.size())
        .lostReplicas(replicas - connected.size())
        .longestOutageSeconds(longestOutage())
        .t50Seconds(time(50, dropped, times))
        .t99Seconds(time(99, dropped, times))
        .t100Seconds(t100)
        .boundSeconds(bound)
        .ratio(bound == null || t100 == null ? null : Double.valueOf(t100 / bound));
  }

  private static @Nullable Double time(int percent, int dropped, List<Duration> times) {
    return dropped == 0 ? Double.valueOf(0) : RecoveryTime.seconds(percent, dropped, times);
  }

  private List<Duration> times() {
    long up = SteadyClock.epochNanos(moments.brokerUp());
    List<Duration> times = new ArrayList<>();
    for (Course course : courses.values()) {
      if (course.backAt != null) {
        times.add(Duration.ofNanos(Math.max(0, course.backAt - up)));
      }
    }
    return times;
  }

  private double longestOutage() {
    return courses.values().stream().mapToLong(course -> course.longestOutage).max().orElse(0)
        / NANOS;
  }

  /** Returns the longest time that one of them took a dead connection for a live one. */
  double blindSeconds(CutOff cutOff) {
    long from = SteadyClock.epochNanos(cutOff.from());
    long to = SteadyClock.epochNanos(cutOff.to());
    long last =
        cutOff.replicas().stream().mapToLong(replica -> noticedAt(replica, to)).max().orElse(from);
    return (last - from) / NANOS;
  }

  /** Returns how many of them noticed while it lasted. */
  long noticed(CutOff cutOff) {
    long to = SteadyClock.epochNanos(cutOff.to());
    return cutOff.replicas().stream().filter(replica -> noticedAt(replica, to) < to).count();
  }

  private long noticedAt(int replica, long to) {
    Course course = courses.get(replica);
    return course == null ? to : Math.min(to, course.firstDropAt);
  }
}
