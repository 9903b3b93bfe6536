package io.breakwater.journal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Made-up curves and pods for {@link Samples}: an outage from 5 s (0 s) to 25 s (20 s). */
final class Shapes {
  private Shapes() {}

  /** Every replica tries once per period; a jitter of 0 means one slot each. */
  static Timeline flapTimeline(int periodMillis, int jitterMillis, int replicas) {
    int bins = 400;
    List<@Nullable Integer> attempts = zeros(bins);
    List<@Nullable Integer> connected = new ArrayList<>();
    boolean[] up = new boolean[replicas];
    for (int bin = 0; bin < bins; bin++) {
      int at = bin * 100;
      for (int r = 0; r < replicas && at >= 5000; r++) {
        int offset = jitterMillis == 0 ? r * periodMillis / replicas : r * jitterMillis / replicas;
        if (!up[r] && (at - 5000 - offset / 100 * 100) % periodMillis == 0 && at - 5000 >= offset) {
          attempts.set(bin, attempts.get(bin) + 1);
          up[r] = at >= 25_000;
        }
      }
      int now = at < 5000 ? replicas : 0;
      for (boolean one : up) {
        now += one ? 1 : 0;
      }
      connected.add(now);
    }
    return new Timeline(
        100, attempts, connected, connected, cpu(attempts, 5000, 25_000), null, marks(5, 25));
  }

  static Timeline neverBack(int replicas) {
    Timeline like = flapTimeline(2000, 60, replicas);
    List<@Nullable Integer> attempts = zeros(400);
    List<@Nullable Integer> connected = zeros(400);
    for (int bin = 0; bin < 400; bin++) {
      attempts.set(bin, bin > 50 && bin % 20 == 10 ? replicas : 0);
      connected.set(bin, bin < 50 ? replicas : 0);
    }
    return new Timeline(
        100, attempts, connected, connected, cpu(attempts, 5000, 25_000), null, like.marks());
  }

  static Timeline coldStartTimeline(double readyAfter, int replicas) {
    int bins = 800;
    List<@Nullable Integer> attempts = zeros(bins);
    List<@Nullable Integer> connected = zeros(bins);
    for (int r = 0; r < replicas; r++) {
      int last = (int) ((20 + readyAfter * (r + 1) / replicas) * 10);
      for (int bin = 5 + r; bin < last; bin += readyAfter > 10 ? 97 : 20) {
        attempts.set(bin, attempts.get(bin) + 1);
      }
      for (int bin = last; bin < bins; bin++) {
        connected.set(bin, connected.get(bin) + 1);
      }
    }
    return new Timeline(100, attempts, connected, connected, null, null, marks(0, 20));
  }

  static List<PodRow> crashing(int count) {
    List<PodRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          new PodRow(
              name(i),
              true,
              "Running",
              3,
              80.0,
              45.8,
              34 + i * 0.5,
              List.of(
                  new PodRow.Phase("Running", 0),
                  new PodRow.Phase("Running", 1.5 + i * 0.1),
                  new PodRow.Phase("CrashLoopBackOff", 3.2 + i * 0.1),
                  new PodRow.Phase("Running", 13.2 + i * 0.1),
                  new PodRow.Phase("CrashLoopBackOff", 15 + i * 0.1),
                  new PodRow.Phase("Running", 35 + i * 0.1),
                  new PodRow.Phase("CrashLoopBackOff", 36.2 + i * 0.1),
                  new PodRow.Phase("Running", 53.2 + i * 0.5),
                  new PodRow.Phase("Ready", 54 + i * 0.5))));
    }
    return rows;
  }

  static List<PodRow> waiting(int count) {
    List<PodRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          new PodRow(
              name(i),
              true,
              "Running",
              0,
              80.0,
              0.0,
              1 + i * 0.1,
              List.of(new PodRow.Phase("Running", 0), new PodRow.Phase("Ready", 21 + i * 0.1))));
    }
    return rows;
  }

  private static String name(int i) {
    return List.of("gateway", "scheduler", "workflow-engine").get(i / 3) + "-" + i % 3;
  }

  private static List<Timeline.Mark> marks(double down, double up) {
    return List.of(
        new Timeline.Mark(Timeline.BROKER_DOWN, down), new Timeline.Mark(Timeline.BROKER_UP, up));
  }

  private static List<@Nullable Double> cpu(
      List<@Nullable Integer> attempts, int downMillis, int upMillis) {
    List<@Nullable Double> cpu = new ArrayList<>();
    for (int bin = 0; bin < attempts.size(); bin++) {
      boolean down = bin * 100 >= downMillis && bin * 100 < upMillis;
      cpu.add(down ? null : Math.min(2, 0.08 + 0.02 * (bin % 3) + 0.2 * attempts.get(bin)));
    }
    return cpu;
  }

  private static List<@Nullable Integer> zeros(int count) {
    List<@Nullable Integer> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(0);
    }
    return list;
  }
}
