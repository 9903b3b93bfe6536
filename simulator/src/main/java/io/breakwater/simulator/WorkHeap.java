package io.breakwater.simulator;

import java.util.Arrays;

/**
 * Pieces of work by when they are done, the earliest first: a binary heap over primitive arrays
 * that grow. Not thread-safe.
 */
final class WorkHeap {
  private double[] keys = new double[64];
  private int[] values = new int[64];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** Returns the least key; there is one. */
  double least() {
    return keys[0];
  }

  void add(double key, int value) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    int place = size++;
    while (place > 0 && keys[(place - 1) / 2] > key) {
      int parent = (place - 1) / 2;
      keys[place] = keys[parent];
      values[place] = values[parent];
      place = parent;
    }
    keys[place] = key;
    values[place] = value;
  }

  /** Removes the value of the least key and returns it; there is one. */
  int poll() {
    int polled = values[0];
    size--;
    double key = keys[size];
    int value = values[size];
    int place = 0;
    for (int child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && keys[child + 1] < keys[child]) {
        child++;
      }
      if (keys[child] >= key) {
        break;
      }
      keys[place] = keys[child];
      values[place] = values[child];
      place = child;
    }
    keys[place] = key;
    values[place] = value;
    return polled;
  }

  void clear() {
    size = 0;
  }
}
