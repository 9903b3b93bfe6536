package io.breakwater.simulator;

/**
 * Processor sharing: n pieces of work on c processors, each at the rate min(1, c / n).
 *
 * <p>Virtual time is what each piece has been given so far; it runs at that rate. A piece that
 * arrives at virtual time v with demand d is done at v + d, whatever comes and goes meanwhile, so a
 * heap by v + d is all there is to keep: O(log n) for each arrival and each departure.
 */
final class SharedProcessors implements Processors {
  /** Rounding of the sums, in nanoseconds; real time is whole nanoseconds anyway. */
  private static final double ROUNDING = 0.5;

  private final int cores;

  /** By the virtual time at which it is done. */
  private final WorkHeap heap = new WorkHeap();

  private int working;
  private double virtual;
  private long now;
  private double busyNanos;

  SharedProcessors(int cores) {
    this.cores = cores;
  }

  @Override
  public void advance(long to) {
    double passed = to - now;
    virtual += passed * rate();
    busyNanos += passed * busy();
    now = to;
  }

  private double rate() {
    return working <= cores ? 1 : (double) cores / working;
  }

  @Override
  public void add(int job, double demandNanos) {
    if (heap.isEmpty()) {
      // Nothing refers to the old virtual time any more; a small number keeps its digits.
      virtual = 0;
    }
    heap.add(virtual + demandNanos, job);
    working++;
  }

  @Override
  public long nextAt() {
    if (heap.isEmpty()) {
      return Long.MAX_VALUE;
    }
    double left = heap.least() - virtual;
    return left <= ROUNDING ? now : now + (long) Math.ceil((left - ROUNDING) / rate());
  }

  @Override
  public int poll() {
    working--;
    return heap.poll();
  }

  @Override
  public int busy() {
    return Math.min(working, cores);
  }

  @Override
  public double busyNanos() {
    return busyNanos;
  }

  @Override
  public void clear() {
    heap.clear();
    working = 0;
  }
}
