package io.breakwater.simulator;

/** First in, first out: when a piece of work is done is known when it arrives. */
final class QueuedProcessors implements Processors {
  private final long[] freeAt;

  /** By the moment at which it is done. */
  private final WorkHeap heap = new WorkHeap();

  private int working;
  private long now;
  private double busyNanos;

  QueuedProcessors(int cores) {
    freeAt = new long[cores];
  }

  @Override
  public void advance(long to) {
    busyNanos += (double) (to - now) * busy();
    now = to;
  }

  @Override
  public void add(int job, double demandNanos) {
    int first = 0;
    for (int core = 1; core < freeAt.length; core++) {
      if (freeAt[core] < freeAt[first]) {
        first = core;
      }
    }
    freeAt[first] = Math.max(now, freeAt[first]) + (long) Math.ceil(demandNanos);
    heap.add((double) freeAt[first], job);
    working++;
  }

  @Override
  public long nextAt() {
    return heap.isEmpty() ? Long.MAX_VALUE : (long) heap.least();
  }

  @Override
  public int poll() {
    working--;
    return heap.poll();
  }

  @Override
  public int busy() {
    return Math.min(working, freeAt.length);
  }

  @Override
  public double busyNanos() {
    return busyNanos;
  }

  @Override
  public void clear() {
    heap.clear();
    working = 0;
    for (int core = 0; core < freeAt.length; core++) {
      freeAt[core] = now;
    }
  }
}
