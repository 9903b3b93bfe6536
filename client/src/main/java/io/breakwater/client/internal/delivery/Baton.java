package io.breakwater.client.internal.delivery;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Who may send: one thread at a time, so that what is sent keeps the order in which it was chosen.
 * Nobody waits for it. A caller who does not get it leaves the message to the pump, and the pump,
 * if a caller has it, gets it next, however many callers there are. Thread-safe; what its holder
 * writes, the next one sees.
 */
final class Baton {
  private enum Holder {
    NOBODY,
    CALLER,

    /** A caller has it, and the pump has asked for it. */
    CALLER_THEN_PUMP,
    PUMP
  }

  private final AtomicReference<Holder> holder = new AtomicReference<>(Holder.NOBODY);

  /** Takes it for a caller, if nobody has it. */
  boolean takeAsCaller() {
    return holder.compareAndSet(Holder.NOBODY, Holder.CALLER);
  }

  /** Gives up a caller's; returns if the pump has it now, and is to be woken. */
  boolean giveUpAsCaller() {
    if (holder.compareAndSet(Holder.CALLER, Holder.NOBODY)) {
      return false;
    }
    holder.set(Holder.PUMP);
    return true;
  }

  /** Returns if it is the pump's, now or still; if not, the caller who has it passes it on. */
  boolean takeAsPump() {
    return holder.updateAndGet(
            now ->
                now == Holder.NOBODY || now == Holder.PUMP ? Holder.PUMP : Holder.CALLER_THEN_PUMP)
        == Holder.PUMP;
  }

  /** Gives up the pump's. */
  void giveUpAsPump() {
    holder.set(Holder.NOBODY);
  }
}
