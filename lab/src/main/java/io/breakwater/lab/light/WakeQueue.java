package io.breakwater.lab.light;

import java.util.Arrays;

/**
 * Who is to be woken when: a binary heap on primitives, with at most one moment for each id. All
 * operations take logarithmic time and allocate nothing. Not thread-safe.
 */
final class WakeQueue {
  /** What {@link #poll} returns when nobody is due. */
  static final int NOBODY = -1;

  private final int[] heap;
  private final int[] places;
  private final long[] moments;
  private int size;

  /** Creates a queue for the ids from 0 to {@code ids - 1}. */
  WakeQueue(int ids) {
    heap = new int[ids];
    places = new int[ids];
    moments = new long[ids];
    Arrays.fill(places, NOBODY);
  }

  /** Sets the moment of an id, instead of the one it had, if it had one. */
  void set(int id, long moment) {
    if (places[id] == NOBODY) {
      place(id, size++);
    }
    moments[id] = moment;
    up(places[id]);
    down(places[id]);
  }

  /** Takes an id out, if it is in. */
  void remove(int id) {
    int hole = places[id];
    if (hole == NOBODY) {
      return;
    }
    places[id] = NOBODY;
    int last = heap[--size];
    if (last != id) {
      place(last, hole);
      up(hole);
      down(places[last]);
    }
  }

  /** Returns the earliest moment, {@link Long#MAX_VALUE} if there is none. */
  long next() {
    return size == 0 ? Long.MAX_VALUE : moments[heap[0]];
  }

  /** Takes out and returns the earliest id whose moment has come; {@link #NOBODY} if none has. */
  int poll(long now) {
    if (next() > now || size == 0) {
      return NOBODY;
    }
    int id = heap[0];
    remove(id);
    return id;
  }

  private void up(int from) {
    int id = heap[from];
    int at = from;
    while (at > 0 && moments[id] < moments[heap[(at - 1) / 2]]) {
      place(heap[(at - 1) / 2], at);
      at = (at - 1) / 2;
    }
    place(id, at);
  }

  private void down(int from) {
    int id = heap[from];
    int at = from;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && moments[heap[child + 1]] < moments[heap[child]]) {
        child++;
      }
      if (moments[id] <= moments[heap[child]]) {
        break;
      }
      place(heap[child], at);
      at = child;
    }
    place(id, at);
  }

  private void place(int id, int at) {
    heap[at] = id;
    places[id] = at;
  }
}
