package io.breakwater.simulator;

import java.util.Arrays;

/** Pieces of work in the order in which they came: a ring that grows. Not thread-safe. */
final class RunQueue {
  private int[] ring = new int[64];
  private int head;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(int job) {
    if (size == ring.length) {
      int[] longer = Arrays.copyOf(ring, 2 * size);
      System.arraycopy(ring, head, longer, 0, size - head);
      System.arraycopy(ring, 0, longer, size - head, head);
      ring = longer;
      head = 0;
    }
    ring[head + size++ & ring.length - 1] = job;
  }

  /** Removes the first and returns it; there is one. */
  int poll() {
    int job = ring[head];
    head = head + 1 & ring.length - 1;
    size--;
    return job;
  }

  /** Lets so many of the first go over to the end of another one. */
  void move(int count, RunQueue to) {
    for (int i = 0; i < count; i++) {
      to.add(poll());
    }
  }

  void clear() {
    size = 0;
  }
}
