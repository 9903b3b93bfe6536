package io.breakwater.journal;

import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a {@link Result} tells, in the order of a table: label, unit and which way is better. */
public enum Measure {
  REPLICAS("Replicas", Unit.COUNT, Better.NEITHER, Result::replicas),
  CONNECTED("Connected at the end", Unit.COUNT, Better.HIGHER, Result::connected),
  DROPPED("Lost their connection", Unit.COUNT, Better.NEITHER, Result::dropped),
  LOST_REPLICAS("Not connected at the end", Unit.COUNT, Better.LOWER, Result::lostReplicas),
  ZOMBIES("Zombies at the end", Unit.COUNT, Better.LOWER, Result::zombies),
  CLOSED("Closed for good", Unit.COUNT, Better.LOWER, Result::closedReplicas),
  LONGEST_OUTAGE(
      "Longest without a connection", Unit.SECONDS, Better.LOWER, Result::longestOutageSeconds),
  BLIND("Longest blind", Unit.SECONDS, Better.LOWER, Result::blindSeconds),
  RESTARTS("Container restarts", Unit.COUNT, Better.LOWER, Result::restarts),
  CRASH_LOOP_BACK_OFF(
      "In CrashLoopBackOff, all pods", Unit.SECONDS, Better.LOWER, Result::crashLoopBackOffSeconds),
  TIME_TO_READY(
      "All ready after broker-up", Unit.SECONDS, Better.LOWER, Result::timeToReadySeconds),
  T50("T50: half connected after", Unit.SECONDS, Better.LOWER, Result::t50Seconds),
  T99("T99: 99 % connected after", Unit.SECONDS, Better.LOWER, Result::t99Seconds),
  T100("T100: all connected after", Unit.SECONDS, Better.LOWER, Result::t100Seconds),
  CAPACITY("Broker capacity C", Unit.PER_SECOND, Better.NEITHER, Result::capacityPerSecond),
  BOUND("Bound N/C", Unit.SECONDS, Better.NEITHER, Result::boundSeconds),
  RATIO("T100 over the bound", Unit.RATIO, Better.LOWER, Result::ratio),
  PEAK_100_MS(
      "Most attempts in any 100 ms", Unit.COUNT, Better.LOWER, Result::peakAttemptsPer100ms),
  PEAK_SECOND(
      "Most attempts in any second", Unit.COUNT, Better.LOWER, Result::peakAttemptsPerSecond),
  BOUND_100_MS(
      "Allowed by the policy per 100 ms",
      Unit.COUNT,
      Better.NEITHER,
      Result::boundAttemptsPer100ms),
  ATTEMPTS("Attempts", Unit.COUNT, Better.LOWER, Result::attempts),
  ATTEMPTS_PER_REPLICA(
      "Attempts per replica", Unit.COUNT, Better.LOWER, Result::attemptsPerReplica),
  LIVE_ATTEMPTS_PER_REPLICA(
      "Of these, at a live broker", Unit.COUNT, Better.LOWER, Result::liveAttemptsPerReplica),
  BROKER_CONNECTIONS(
      "Connections, the broker's count", Unit.COUNT, Better.LOWER, Result::brokerConnections),
  BROKER_PEAK(
      "Most per second, the broker's count", Unit.COUNT, Better.LOWER, Result::brokerPeakPerSecond),
  ATTEMPTS_PER_MINUTE(
      "Attempts per minute", Unit.PER_MINUTE, Better.LOWER, Result::attemptsPerMinute),
  OVERLOADED("Attempts that overloaded", Unit.COUNT, Better.LOWER, Result::overloadedAttempts),
  CONNECT_TIMEOUT("Connect timeout", Unit.SECONDS, Better.NEITHER, Result::connectTimeoutSeconds),
  BROKER_CPU("Broker CPU while recovering", Unit.SECONDS, Better.LOWER, Result::brokerCpuSeconds),
  CLIENT_CPU("Client CPU while recovering", Unit.SECONDS, Better.NEITHER, Result::clientCpuSeconds),
  READINESS_WENT_RED(
      "Readiness went red",
      Unit.FLAG,
      Better.NEITHER,
      r -> r.readinessWentRed() == null ? null : r.readinessWentRed() ? 1 : 0),
  LIVENESS_FAILURES("Liveness probes failed", Unit.COUNT, Better.LOWER, Result::livenessFailures),
  ACCEPTED("Messages accepted", Unit.COUNT, Better.NEITHER, Result::accepted),
  REFUSED("Messages refused at the call", Unit.COUNT, Better.LOWER, of(Delivery::refused)),
  DELIVERED("Messages delivered", Unit.COUNT, Better.NEITHER, of(Delivery::delivered)),
  LOST("Messages lost", Unit.COUNT, Better.LOWER, Result::lost),
  LOST_SILENTLY("Of these, without a word", Unit.COUNT, Better.LOWER, of(Delivery::lostSilently)),
  DUPLICATED("Messages duplicated", Unit.COUNT, Better.LOWER, Result::duplicated),
  INDETERMINATE(
      "Messages reported as indeterminate", Unit.COUNT, Better.NEITHER, Result::indeterminate),
  REPORTED_PER_LOST(
      "Reported for each one lost", Unit.RATIO, Better.NEITHER, of(Delivery::reportedPerLost)),
  BACKLOG("Backlog after the outage", Unit.COUNT, Better.NEITHER, of(Delivery::backlog)),
  DRAIN_RATE("Drain rate", Unit.PER_SECOND, Better.NEITHER, of(Delivery::drainRatePerSecond)),
  ALLOWED_100_MS(
      "Messages allowed in 100 ms of a drain",
      Unit.COUNT,
      Better.NEITHER,
      of(Delivery::allowedPer100ms)),
  MESSAGES_100_MS(
      "Most messages in any 100 ms", Unit.COUNT, Better.LOWER, of(Delivery::peakPer100ms)),
  PREDICTED_DRAIN(
      "Backlog said to be gone after",
      Unit.SECONDS,
      Better.NEITHER,
      of(Delivery::predictedDrainSeconds)),
  DRAIN("Backlog gone after", Unit.SECONDS, Better.NEITHER, of(Delivery::drainSeconds)),
  CONSUMED_AGAIN(
      "Consumed again after broker-up", Unit.SECONDS, Better.LOWER, of(Delivery::backSeconds)),
  FAULTS("Faults", Unit.COUNT, Better.NEITHER, ofJobs(Jobs::faults)),
  JOBS_ACCEPTED("Jobs and runs accepted", Unit.COUNT, Better.NEITHER, ofJobs(Jobs::accepted)),
  JOBS_REFUSED("Refused", Unit.COUNT, Better.LOWER, ofJobs(Jobs::refused)),
  JOBS_UNKNOWN("Answer unknown", Unit.COUNT, Better.LOWER, ofJobs(Jobs::unknown)),
  JOBS_SETTLED("Of those accepted, ended", Unit.COUNT, Better.HIGHER, ofJobs(Jobs::settled)),
  EXECUTED("Executions", Unit.COUNT, Better.NEITHER, ofJobs(Jobs::executions)),
  EXECUTED_AGAIN(
      "Executions beyond the first", Unit.COUNT, Better.LOWER, ofJobs(Jobs::beyondFirst)),
  EXECUTIONS_CUT("Executions cut off", Unit.COUNT, Better.NEITHER, ofJobs(Jobs::cut)),
  VIOLATIONS("Invariants broken", Unit.COUNT, Better.LOWER, ofJobs(Jobs::violationCount)),
  FIRST_DISPATCH(
      "New work began after the fault",
      Unit.SECONDS,
      Better.LOWER,
      ofRecovery(Recovery::firstDispatchSeconds)),
  FIRST_DISPATCH_LIMIT(
      "Limit for new work to begin",
      Unit.SECONDS,
      Better.NEITHER,
      ofRecovery(Recovery::firstDispatchLimitSeconds)),
  FIRST_FINISHED(
      "New work finished after the fault",
      Unit.SECONDS,
      Better.LOWER,
      ofRecovery(Recovery::firstFinishedSeconds)),
  LONGEST_STALL(
      "Longest stall after the fault",
      Unit.SECONDS,
      Better.LOWER,
      ofRecovery(Recovery::longestStallSeconds)),
  STEADY_RATE(
      "Jobs begun before the fault",
      Unit.PER_SECOND,
      Better.NEITHER,
      ofRecovery(Recovery::steadyPerSecond)),
  BACKLOG_JOBS(
      "Backlog at the end of the fault", Unit.COUNT, Better.NEITHER, ofRecovery(Recovery::backlog)),
  BACKLOG_TIME(
      "Nine tenths of it begun within",
      Unit.SECONDS,
      Better.NEITHER,
      ofRecovery(Recovery::backlogSeconds)),
  BACKLOG_RATE(
      "Backlog rate, at least",
      Unit.PER_SECOND,
      Better.NEITHER,
      ofRecovery(Recovery::backlogPerSecond)),
  BACKLOG_RATIO(
      "Backlog rate over that before",
      Unit.RATIO,
      Better.NEITHER,
      ofRecovery(Recovery::backlogRatio)),
  RTT_BEFORE(
      "Round trip p99 before",
      Unit.MILLIS,
      Better.NEITHER,
      r -> r.establishedRttP99Millis() == null ? null : r.establishedRttP99Millis().before()),
  RTT_DURING(
      "Round trip p99 while recovering",
      Unit.MILLIS,
      Better.LOWER,
      r -> r.establishedRttP99Millis() == null ? null : r.establishedRttP99Millis().during()),
  HEAP_PER_REPLICA(
      "Heap per replica, bytes", Unit.COUNT, Better.NEITHER, Result::heapBytesPerReplica);

  /** Which way a figure is better. */
  public enum Better {
    /** Less is better. */
    LOWER,
    /** More is better. */
    HIGHER,
    /** It says how the run was, not how good. */
    NEITHER
  }

  /** A few ticks of the clock (10 ms) that counts processor time; a choice of ours. */
  static final double LEAST_CPU_SECONDS = 0.1;

  private static final Set<Measure> CONNECT_TIMES = Set.of(T50, T99, T100);

  private final String label;
  private final Unit unit;
  private final Better better;

  // Only method references and lambdas that capture nothing are ever put here.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<Result, @Nullable Number> value;

  Measure(String label, Unit unit, Better better, Function<Result, @Nullable Number> value) {
    this.label = label;
    this.unit = unit;
    this.better = better;
    this.value = value;
  }

  private static Function<Result, @Nullable Number> of(Function<Delivery, @Nullable Number> value) {
    return result -> result.delivery() == null ? null : value.apply(result.delivery());
  }

  private static Function<Result, @Nullable Number> ofJobs(Function<Jobs, @Nullable Number> value) {
    return result -> result.jobs() == null ? null : value.apply(result.jobs());
  }

  private static Function<Result, @Nullable Number> ofRecovery(
      Function<Recovery, @Nullable Number> value) {
    return ofJobs(jobs -> jobs.recovery() == null ? null : value.apply(jobs.recovery()));
  }

  /** Returns what a table calls it. */
  public String label() {
    return label;
  }

  /** Returns its unit. */
  public Unit unit() {
    return unit;
  }

  /** Returns which way it is better. */
  public Better better() {
    return better;
  }

  /** Returns the figure; null if it was not measured. */
  public @Nullable Double of(Result result) {
    Number number = value.apply(result);
    return number == null ? null : number.doubleValue();
  }

  /** Returns if two figures are too small for the instrument to say how they differ. */
  boolean tooSmall(double one, double other) {
    return this == BROKER_CPU && Math.max(one, other) < LEAST_CPU_SECONDS;
  }

  /**
   * Returns the measure that says when an arm of that drill had recovered. Who never notices that
   * its server hangs is never dropped, and so back at once: in a stall, blindness is what counts.
   */
  public static Measure recoveryOf(String drill) {
    return switch (drill) {
      case "cold-start" -> TIME_TO_READY;
      case "stall" -> BLIND;
      default -> T100;
    };
  }

  /**
   * Returns if a null of this measure says that there was nothing to come back from: the pods
   * stayed ready through the outage. Where ready is what a drill waits for, its pods are created
   * anew, and a null says something else.
   */
  public boolean neverUnready(String drill, Result result) {
    return this == TIME_TO_READY
        && recoveryOf(drill) != this
        && of(result) == null
        && Boolean.FALSE.equals(result.readinessWentRed());
  }

  /**
   * Returns if a null of this measure says "never got there" and not "not measured": it is the
   * drill's recovery, or on the way to it, and the arm did run to its end.
   */
  public boolean missed(String drill, Result result) {
    Measure recovery = recoveryOf(drill);
    return (this == recovery || (recovery == T100 && CONNECT_TIMES.contains(this)))
        && of(result) == null
        && result.connected() != null;
  }
}
