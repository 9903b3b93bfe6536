package io.breakwater.broker;

import java.time.Duration;

/** What a {@link FaultProxy} does to the connections through it. */
public sealed interface Fault {

  /** Nothing: bytes go through, ends of streams and resets too. */
  record Forward() implements Fault {}

  /**
   * A network that carries nothing for a while: bytes and ends of streams are held back, in both
   * directions, and go through in order when the fault is over. New connections are accepted, as
   * they are by the kernel of a host whose process hangs, and reach the target afterwards.
   */
  record Stall() implements Fault {}

  /**
   * A peer that listens and says nothing: what comes is read and thrown away, in both directions.
   * The bytes are gone: after this, drop the connections, for their streams have holes. A
   * connection that was accepted under this fault never reaches the target.
   */
  record Swallow() implements Fault {}

  /** Nobody listens: a dial is refused. Connections that stand go on as if nothing had happened. */
  record Refuse() implements Fault {}

  /** Connections that stand are reset (RST) once, and each new one as soon as it is accepted. */
  record Reset() implements Fault {}

  /**
   * Clients see the end of the stream (FIN), on connections that stand and on new ones; what they
   * still send is read and thrown away.
   */
  record HalfClose() implements Fault {}

  /**
   * Each chunk of up to 64 KiB is held back for a while, in each direction, one after the other.
   *
   * @param perChunk how long; not negative
   */
  record Delay(Duration perChunk) implements Fault {
    /** Checks the duration. */
    public Delay {
      if (perChunk.isNegative()) {
        throw new IllegalArgumentException("perChunk must not be negative: " + perChunk);
      }
    }
  }
}
