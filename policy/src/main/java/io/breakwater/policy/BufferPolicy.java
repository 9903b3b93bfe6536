package io.breakwater.policy;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The section {@code buffer} of a policy: what may be held while there is no connection.
 *
 * @param capacityBytes the most bytes held; 0 holds nothing, every publish of an outage is refused
 * @param maxMessages the most messages held, at least 1
 * @param overflow what a full buffer does
 * @param timeout how long {@link Overflow#BLOCK} waits for room, positive
 * @param drainRate messages per second after an outage, positive; empty: twice the publish rate
 *     before the outage, at least 1,000/s
 */
public record BufferPolicy(
    long capacityBytes,
    int maxMessages,
    Overflow overflow,
    Duration timeout,
    OptionalDouble drainRate) {

  /** A rate under this would make a service wait that publishes little, and spare nobody. */
  private static final double LEAST_AUTO_RATE = 1_000;

  /** What holds where nothing else is said. */
  public static final BufferPolicy DEFAULTS = PolicyReader.buffer(PolicyValues.DEFAULTS);

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public BufferPolicy {
    Check.atLeast(capacityBytes, 0, "capacityBytes");
    Check.atLeast(maxMessages, 1, "maxMessages");
    Objects.requireNonNull(overflow, "overflow");
    Check.positive(timeout, "timeout");
    double rate = drainRate.orElse(1);
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("drainRate must be positive: " + rate);
    }
  }

  /**
   * Returns the rate of a drain, in messages per second: the configured one, else twice the rate at
   * which messages came before the outage and at least 1,000. Twice, so that the backlog of an
   * outage is gone after about as long again while new messages keep coming.
   *
   * @param publishedPerSecond what came before the outage; zero or positive
   * @throws IllegalArgumentException if {@code publishedPerSecond} is negative or no number
   */
  public double drainRate(double publishedPerSecond) {
    if (!(publishedPerSecond >= 0 && publishedPerSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("publishedPerSecond: " + publishedPerSecond);
    }
    return drainRate.orElse(Math.max(LEAST_AUTO_RATE, 2 * publishedPerSecond));
  }

  /** Returns the same with another rate of the drain. */
  public BufferPolicy withDrainRate(double drainRate) {
    return new BufferPolicy(
        capacityBytes, maxMessages, overflow, timeout, OptionalDouble.of(drainRate));
  }

  /** Returns the same with another capacity. */
  public BufferPolicy withCapacityBytes(long capacityBytes) {
    return new BufferPolicy(capacityBytes, maxMessages, overflow, timeout, drainRate);
  }

  /** Returns the same with another most number of messages. */
  public BufferPolicy withMaxMessages(int maxMessages) {
    return new BufferPolicy(capacityBytes, maxMessages, overflow, timeout, drainRate);
  }

  /** Returns the same with another overflow. */
  public BufferPolicy withOverflow(Overflow overflow) {
    return new BufferPolicy(capacityBytes, maxMessages, overflow, timeout, drainRate);
  }

  /** Returns the same with another timeout of a blocked publish. */
  public BufferPolicy withTimeout(Duration timeout) {
    return new BufferPolicy(capacityBytes, maxMessages, overflow, timeout, drainRate);
  }
}
