package io.breakwater.simulator;

import java.util.Arrays;

/**
 * The connections that a server is at work on: for whom, how far, and what it has spent on them.
 * Numbers are used again; the arrays grow. Not thread-safe.
 */
final class Jobs {
  private int[] replicas = new int[64];
  private int[] attempts = new int[64];
  private byte[] stages = new byte[64];
  private double[] spent = new double[64];
  private long[] greetedAt = new long[64];
  private int[] free = new int[64];
  private int freed;
  private int used;

  /** Takes a number for a new connection. */
  int open(int replica, int attempt) {
    int job = freed > 0 ? free[--freed] : used++;
    if (job == replicas.length) {
      int length = 2 * job;
      replicas = Arrays.copyOf(replicas, length);
      attempts = Arrays.copyOf(attempts, length);
      stages = Arrays.copyOf(stages, length);
      spent = Arrays.copyOf(spent, length);
      greetedAt = Arrays.copyOf(greetedAt, length);
      free = Arrays.copyOf(free, length);
    }
    replicas[job] = replica;
    attempts[job] = attempt;
    spent[job] = 0;
    return job;
  }

  void close(int job) {
    free[freed++] = job;
  }

  void clear() {
    freed = 0;
    used = 0;
  }

  int replica(int job) {
    return replicas[job];
  }

  int attempt(int job) {
    return attempts[job];
  }

  int stage(int job) {
    return stages[job];
  }

  void stage(int job, int stage) {
    stages[job] = (byte) stage;
  }

  long greetedAt(int job) {
    return greetedAt[job];
  }

  void greeted(int job, long at) {
    greetedAt[job] = at;
  }

  double spent(int job) {
    return spent[job];
  }

  void spend(int job, double nanos) {
    spent[job] += nanos;
  }
}
