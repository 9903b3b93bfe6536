package io.breakwater.simulator;

import java.util.random.RandomGenerator;

/**
 * The processors of one server. Time goes forward only; pieces of work are numbers from 0 on, each
 * under way once at a time. Not thread-safe.
 */
interface Processors {
  /** No piece. */
  int NONE = -1;

  /** Returns processors of that kind. */
  static Processors of(BrokerModel model, RandomGenerator random) {
    return switch (model.discipline()) {
      case PROCESSOR_SHARING ->
          model.slice().isZero()
              ? new SharedProcessors(model.cores())
              : new SlicedProcessors(model.cores(), model.slice().toNanos(), random.nextDouble());
      case FIFO -> new QueuedProcessors(model.cores());
    };
  }

  /** Lets time pass, in nanoseconds; not beyond {@link #nextAt()}. */
  void advance(long to);

  /** Begins a piece of work, now: the network has made it ready. It may take no time at all. */
  void add(int job, double demandNanos);

  /** Begins a piece of work that the one polled last has made ready. */
  default void start(int job, double demandNanos) {
    add(job, demandNanos);
  }

  /** Lets the piece polled last go on, for so much longer. */
  default void goOn(int job, double demandNanos) {
    add(job, demandNanos);
  }

  /**
   * Returns when the next piece is done, or there is something else to {@link #poll()}; {@link
   * Long#MAX_VALUE} if there is none.
   */
  long nextAt();

  /**
   * Returns the piece that is done at {@link #nextAt()}, to which time was advanced; {@link #NONE}
   * if one had to make place for another.
   */
  int poll();

  /** Returns how many processors are busy. */
  int busy();

  /** Returns how long processors were busy so far, summed over them, in nanoseconds. */
  double busyNanos();

  /** Drops all work, as a process does that dies. */
  void clear();
}
