package io.breakwater.lab.history;

/**
 * A history in numbers.
 *
 * @param calls submissions that were sent
 * @param accepted of these: answered with 202
 * @param refused of these: refused
 * @param unknown of these: nobody knows
 * @param works jobs and runs that were accepted, each once
 * @param settled of these: seen in a terminal state
 * @param open of these: seen last in a state that is not terminal
 * @param missing of these: not found when they were asked for last, or never answered for
 * @param executed jobs, and jobs of steps, that were executed at least once
 * @param executions all executions
 * @param again executions beyond the first of each
 * @param againAfterFailure of these: because the one before was answered with an error, as asked
 * @param againAfterCut of these: because the caller of the one before had hung up
 * @param againAfterFault of these: because something was broken at that time
 * @param redelivered executions of an attempt that had been executed before, as far as is known
 * @param lengthy executions that took a second or more
 * @param cut executions whose caller hung up
 * @param cancelled works that ended CANCELLED
 * @param faults faults that began
 */
public record HistoryCounts(
    int calls,
    int accepted,
    int refused,
    int unknown,
    int works,
    int settled,
    int open,
    int missing,
    int executed,
    int executions,
    int again,
    int againAfterFailure,
    int againAfterCut,
    int againAfterFault,
    int redelivered,
    int lengthy,
    int cut,
    int cancelled,
    int faults) {}
