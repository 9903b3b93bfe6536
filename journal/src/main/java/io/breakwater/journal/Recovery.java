package io.breakwater.journal;

import org.jspecify.annotations.Nullable;

/**
 * How work came back from the one fault of a drill, as clients and workers saw it. What was not
 * measured is null.
 *
 * @param firstDispatchSeconds from the end of the fault until a worker began something that was
 *     submitted since the fault began, and that none had begun before
 * @param firstDispatchLimitSeconds how long that may take: a schedule period, and what it takes to
 *     notice; null where some server was there all the time, so that there is nothing to come back
 *     from
 * @param firstFinishedSeconds from the end of the fault until work was answered that was submitted
 *     after it
 * @param longestStallSeconds the longest time after the fault, while work was still submitted, in
 *     which no execution was answered
 * @param steadyPerSecond jobs that workers began per second before the fault
 * @param backlog jobs that were accepted by the end of the fault, and begun after it
 * @param backlogSeconds from the first of these that was begun until nine of ten were
 * @param backlogPerSecond that many over that time, or over a second where it was shorter
 * @param backlogUnmeasured why there is no such rate, as a sentence; null if there is one
 */
public record Recovery(
    @Nullable Double firstDispatchSeconds,
    @Nullable Double firstDispatchLimitSeconds,
    @Nullable Double firstFinishedSeconds,
    @Nullable Double longestStallSeconds,
    @Nullable Double steadyPerSecond,
    @Nullable Integer backlog,
    @Nullable Double backlogSeconds,
    @Nullable Double backlogPerSecond,
    @Nullable String backlogUnmeasured) {

  /** A backlog is to be worked off at that share of the steady rate, or faster. */
  public static final double LEAST_BACKLOG_RATIO = 0.8;

  /** Returns the rate of the backlog over the steady one; null if either is not known. */
  public @Nullable Double backlogRatio() {
    return steadyPerSecond == null || backlogPerSecond == null || steadyPerSecond == 0
        ? null
        : Double.valueOf(backlogPerSecond / steadyPerSecond);
  }

  /** Returns if work began again within its limit, where it has one. */
  public boolean begunInTime() {
    return firstDispatchLimitSeconds == null
        || (firstDispatchSeconds != null && firstDispatchSeconds <= firstDispatchLimitSeconds);
  }

  /** Returns if the backlog was worked off fast enough, as far as its rate is known. */
  public boolean workedOff() {
    Double ratio = backlogRatio();
    return ratio == null || ratio >= LEAST_BACKLOG_RATIO;
  }
}
