package io.breakwater.simulator;

/**
 * The processors of one server. Time goes forward only; pieces of work are numbers. Not
 * thread-safe.
 */
interface Processors {

  /** Returns processors of that kind. */
  static Processors of(BrokerModel model) {
    return switch (model.discipline()) {
      case PROCESSOR_SHARING -> new SharedProcessors(model.cores());
      case FIFO -> new QueuedProcessors(model.cores());
    };
  }

  /** Lets time pass, in nanoseconds; not beyond {@link #nextAt()}. */
  void advance(long to);

  /** Begins a piece of work, now. */
  void add(int job, double demandNanos);

  /** Lets a piece wait, now, until each of those under way has had that much more. */
  void await(int job, double turnNanos);

  /** Returns when the next piece is done; {@link Long#MAX_VALUE} if there is none. */
  long nextAt();

  /** Returns the piece that is done at {@link #nextAt()}, to which time was advanced. */
  int poll();

  /** Returns how many processors are busy. */
  int busy();

  /** Returns if all processors are busy. */
  boolean saturated();

  /** Returns how long processors were busy so far, summed over them, in nanoseconds. */
  double busyNanos();

  /** Drops all work, as a process does that dies. */
  void clear();
}
