package io.breakwater.journal;

import org.jspecify.annotations.Nullable;

/**
 * What became of the messages of an arm beyond {@link Result#accepted()}, {@link Result#lost()},
 * {@link Result#duplicated()} and {@link Result#indeterminate()}. What was not measured is null.
 *
 * @param level how they were handed in: {@code publish} or {@code outbox}
 * @param faults how often the broker, or the publishing process, was killed
 * @param refused messages whose publisher was told at the call that they are not taken
 * @param delivered accepted messages that arrived, each counted once
 * @param told lost messages whose owner was told, one by one or within a range
 * @param lostSilently lost messages of which nobody was told
 * @param reportedPerLost messages reported as possibly lost, over those that were: how much wider
 *     the reports are than the loss; null if nothing was lost or nothing reported
 * @param backlog messages held when the drain began
 * @param drainRatePerSecond the rate at which the policy lets a backlog go; null if there is none
 * @param allowedPer100ms the most messages that the broker may see in any 100 ms of a drain
 * @param peakPer100ms the most that it saw
 * @param predictedDrainSeconds how long the drain was said to take when it began
 * @param drainSeconds how long it took
 * @param backSeconds from broker-up until a message that was accepted after it had been consumed;
 *     null if that never happened
 */
public record Delivery(
    String level,
    @Nullable Integer faults,
    @Nullable Long refused,
    @Nullable Long delivered,
    @Nullable Long told,
    @Nullable Long lostSilently,
    @Nullable Double reportedPerLost,
    @Nullable Long backlog,
    @Nullable Double drainRatePerSecond,
    @Nullable Double allowedPer100ms,
    @Nullable Integer peakPer100ms,
    @Nullable Double predictedDrainSeconds,
    @Nullable Double drainSeconds,
    @Nullable Double backSeconds) {

  /**
   * Returns the figures of a count.
   *
   * @param faults how often something was killed
   */
  public static Delivery counted(
      String level, int faults, long refused, long delivered, long told, long lost, long reported) {
    return new Delivery(
        level,
        faults,
        refused,
        delivered,
        told,
        lost - told,
        lost == 0 || reported == 0 ? null : (double) reported / lost,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** Returns these with the figures of a drain. */
  public Delivery withDrain(
      @Nullable Long held,
      @Nullable Double ratePerSecond,
      double allowed,
      @Nullable Integer peak,
      @Nullable Double predictedSeconds,
      @Nullable Double tookSeconds) {
    return new Delivery(
        level,
        faults,
        refused,
        delivered,
        told,
        lostSilently,
        reportedPerLost,
        held,
        ratePerSecond,
        allowed,
        peak,
        predictedSeconds,
        tookSeconds,
        backSeconds);
  }

  /** Returns these with the time until messages were consumed again. */
  public Delivery withBack(@Nullable Double seconds) {
    return new Delivery(
        level,
        faults,
        refused,
        delivered,
        told,
        lostSilently,
        reportedPerLost,
        backlog,
        drainRatePerSecond,
        allowedPer100ms,
        peakPer100ms,
        predictedDrainSeconds,
        drainSeconds,
        seconds);
  }
}
