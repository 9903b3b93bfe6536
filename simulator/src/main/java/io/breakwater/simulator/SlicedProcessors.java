package io.breakwater.simulator;

import java.util.Arrays;

/**
 * Processors in time slices, as Go's scheduler gives them to goroutines ({@code runtime/proc.go},
 * the same from 1.14 on).
 *
 * <ul>
 *   <li>A monitor looks every {@code slice} ({@code forcePreemptNS}, the longest sleep of {@code
 *       sysmon}). What it finds running that it saw at the look before has to go, to the end of the
 *       global queue: a piece has its processor for one to two looks, for two when it began at a
 *       look.
 *   <li>What the network makes ready is found by that look too, as long as no processor is idle,
 *       and goes to the end of the global queue. What a running piece starts goes to the end of the
 *       queue of its processor; when that is full, it goes to the global one, with half of the
 *       queue.
 *   <li>A processor takes from its own queue first, every 61st time from the global one; when its
 *       own is empty, its part of the global one; when that is empty, half of another's queue. So
 *       some pieces get their next slice much earlier than others.
 * </ul>
 *
 * <p>With slices of no length this would be {@link SharedProcessors}, with endless ones {@link
 * QueuedProcessors}.
 */
final class SlicedProcessors implements Processors {
  private static final int GLOBAL_EVERY = 61;

  /** The places in the queue of a processor. */
  private static final int PLACES = 256;

  /** How many go from one queue to another at once. */
  private static final int MOST_AT_ONCE = PLACES / 2;

  private final long slice;

  /** When the first look was, of those that never end. */
  private final long phase;

  private final RunQueue global = new RunQueue();
  private final RunQueue[] local;
  private final RunQueue network = new RunQueue();

  /** What runs on each processor, since when, and until when it will. */
  private final int[] running;

  private final long[] since;
  private final long[] until;

  /** When the present slice began; a piece that goes on does not get another. */
  private final long[] sliceSince;

  private final int[] turns;
  private double[] left = new double[64];
  private int busy;
  private int polled;
  private long networkAt;
  private long next = Long.MAX_VALUE;
  private boolean changed;
  private long now;
  private double busyNanos;

  /**
   * Makes idle ones.
   *
   * @param slice between two looks of the monitor, in nanoseconds, positive
   * @param phase of the looks, 0 to 1
   */
  SlicedProcessors(int cores, long slice, double phase) {
    this.slice = slice;
    this.phase = (long) (phase * slice);
    local = new RunQueue[cores];
    for (int core = 0; core < cores; core++) {
      local[core] = new RunQueue();
    }
    running = new int[cores];
    since = new long[cores];
    until = new long[cores];
    sliceSince = new long[cores];
    turns = new int[cores];
    Arrays.fill(until, Long.MAX_VALUE);
  }

  @Override
  public void advance(long to) {
    busyNanos += (double) (to - now) * busy;
    now = to;
  }

  @Override
  public void add(int job, double demandNanos) {
    demand(job, demandNanos);
    if (network.isEmpty()) {
      networkAt = lookAfter(now);
    }
    network.add(job);
  }

  @Override
  public void start(int job, double demandNanos) {
    demand(job, demandNanos);
    RunQueue own = local[polled];
    if (own.size() < PLACES) {
      own.add(job);
    } else {
      own.move(MOST_AT_ONCE, global);
      global.add(job);
    }
  }

  @Override
  public void goOn(int job, double demandNanos) {
    demand(job, demandNanos);
    run(polled, job);
  }

  private void demand(int job, double nanos) {
    if (job >= left.length) {
      left = Arrays.copyOf(left, Math.max(2 * left.length, job + 1));
    }
    left[job] = nanos;
    changed = true;
  }

  private long lookAfter(long moment) {
    return (Math.floorDiv(moment - phase, slice) + 1) * slice + phase;
  }

  @Override
  public long nextAt() {
    if (changed) {
      changed = false;
      next = Long.MAX_VALUE;
      for (int core = 0; core < running.length; core++) {
        if (until[core] == Long.MAX_VALUE) {
          takeNext(core);
        }
        next = Math.min(next, until[core]);
      }
      if (!network.isEmpty()) {
        next = Math.min(next, networkAt);
      }
    }
    return next;
  }

  private void takeNext(int core) {
    RunQueue from = local[core];
    if (turns[core] % GLOBAL_EVERY == 0 && !global.isEmpty()) {
      from = global;
    } else if (from.isEmpty()) {
      refill(core);
    }
    if (!from.isEmpty()) {
      turns[core]++;
      sliceSince[core] = now;
      run(core, from.poll());
    }
  }

  private void refill(int core) {
    RunQueue own = local[core];
    if (!global.isEmpty()) {
      int part = global.size() / local.length + 1;
      global.move(Math.min(Math.min(part, MOST_AT_ONCE), global.size()), own);
    } else if (!network.isEmpty()) {
      network.move(network.size(), own);
    } else {
      for (int other = core + 1; own.isEmpty() && other < core + local.length; other++) {
        RunQueue theirs = local[other % local.length];
        theirs.move((theirs.size() + 1) / 2, own);
      }
    }
  }

  private void run(int core, int job) {
    long mustGoAt = Math.max(now, lookAfter(sliceSince[core]) + slice);
    running[core] = job;
    since[core] = now;
    until[core] = Math.min(mustGoAt, now + (long) Math.ceil(left[job]));
    busy++;
  }

  @Override
  public int poll() {
    changed = true;
    if (!network.isEmpty() && networkAt <= now) {
      network.move(network.size(), global);
      return NONE;
    }
    int core = 0;
    while (until[core] > now) {
      core++;
    }
    int job = running[core];
    left[job] -= now - since[core];
    until[core] = Long.MAX_VALUE;
    busy--;
    if (left[job] > 0) {
      global.add(job);
      return NONE;
    }
    polled = core;
    return job;
  }

  @Override
  public int busy() {
    return busy;
  }

  @Override
  public double busyNanos() {
    return busyNanos;
  }

  @Override
  public void clear() {
    global.clear();
    network.clear();
    for (RunQueue each : local) {
      each.clear();
    }
    Arrays.fill(until, Long.MAX_VALUE);
    busy = 0;
    changed = true;
  }
}
