package io.breakwater.simulator;

import java.util.Arrays;

/**
 * When each of a fixed number of members wakes next: a heap of four children per node over
 * primitive arrays, with the place of each member in it, so that a wake can be moved. Allocates
 * nothing after its creation. Not thread-safe.
 */
final class WakeHeap {
  private static final int NOT_IN_IT = -1;
  private static final int CHILDREN = 4;

  private final long[] times;
  private final int[] members;
  private final int[] places;
  private int size;

  WakeHeap(int members) {
    times = new long[members];
    this.members = new int[members];
    places = new int[members];
    Arrays.fill(places, NOT_IN_IT);
  }

  /** Returns when the next one wakes; {@link Long#MAX_VALUE} if none does. */
  long nextAt() {
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  /** Returns who wakes next; there is one. */
  int next() {
    return members[0];
  }

  /** Sets when a member wakes, whether it was to wake or not. */
  void set(int member, long at) {
    int place = places[member];
    if (place == NOT_IN_IT) {
      up(size++, member, at);
    } else if (at < times[place]) {
      up(place, member, at);
    } else {
      down(place, member, at);
    }
  }

  /** Lets a member sleep; one that sleeps already goes on. */
  void remove(int member) {
    int place = places[member];
    if (place == NOT_IN_IT) {
      return;
    }
    places[member] = NOT_IN_IT;
    size--;
    if (place == size) {
      return;
    }
    int moved = members[size];
    long at = times[size];
    if (place > 0 && at < times[(place - 1) / CHILDREN]) {
      up(place, moved, at);
    } else {
      down(place, moved, at);
    }
  }

  private void up(int from, int member, long at) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) / CHILDREN;
      if (times[parent] <= at) {
        break;
      }
      put(place, members[parent], times[parent]);
      place = parent;
    }
    put(place, member, at);
  }

  private void down(int from, int member, long at) {
    int place = from;
    for (int first = CHILDREN * place + 1; first < size; first = CHILDREN * place + 1) {
      int least = first;
      for (int child = first + 1; child < Math.min(first + CHILDREN, size); child++) {
        if (times[child] < times[least]) {
          least = child;
        }
      }
      if (times[least] >= at) {
        break;
      }
      put(place, members[least], times[least]);
      place = least;
    }
    put(place, member, at);
  }

  private void put(int place, int member, long at) {
    times[place] = at;
    members[place] = member;
    places[member] = place;
  }
}
