package io.breakwater.lab.services;

import io.breakwater.journal.Jobs;
import io.breakwater.journal.Recovery;
import io.breakwater.journal.Result;
import io.breakwater.lab.drill.ArmRecord;
import io.breakwater.lab.history.Checker;
import io.breakwater.lab.history.Entry;
import io.breakwater.lab.history.HistoryCounts;
import io.breakwater.lab.history.HistoryReport;
import io.breakwater.lab.history.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The moments of an arm, and what its history says in the end. For the thread of the drill. */
final class SceneOutcome {
  private static final int MOST_NOTES = 20;

  private final ArmRecord record;
  private final PodWatch watch;
  private @Nullable Instant steadySince;
  private @Nullable Instant firstFault;
  private @Nullable Instant lastFaultEnded;
  private @Nullable Duration begunWithin;
  private int faults;

  SceneOutcome(ArmRecord record, PodWatch watch) {
    this.record = record;
    this.watch = watch;
  }

  void steadySince(Instant moment) {
    steadySince = moment;
  }

  /** Says how long work may take to begin again after the one fault; null for no limit. */
  void begunWithin(@Nullable Duration limit) {
    begunWithin = limit;
  }

  /** Returns its name. */
  String faultBegins(Instant moment) {
    if (firstFault == null) {
      firstFault = moment;
    }
    faults++;
    return "fault-" + faults;
  }

  void faultEnded(Instant moment) {
    lastFaultEnded = moment;
  }

  @Nullable Instant lastFaultEnded() {
    return lastFaultEnded;
  }

  /**
   * Checks a history, and says in the record what it shows.
   *
   * @param away who did not come back from a fault, as a clause; empty if all did
   * @param settled if all work came to its end
   */
  void judge(List<Entry> history, Optional<String> away, boolean settled) {
    HistoryReport report = Checker.check(history);
    Seen seen = new Seen(history);
    Recovery recovery = recovery(seen);
    Jobs jobs = jobs(report, recovery);
    record.result(
        Result.builder()
            .restarts(watch.restarts())
            .livenessFailures(watch.livenessFailures())
            .jobs(jobs)
            .build());
    HistoryCounts counts = report.counts();
    record.note(
        ("Executions beyond the first: %,d after an attempt that was made to fail, %,d after one that"
                + " was cut off, %,d because something was broken; %,d of them are an attempt that"
                + " was delivered again. %,d executions took a second or more.")
            .formatted(
                counts.againAfterFailure(),
                counts.againAfterCut(),
                counts.againAfterFault(),
                counts.redelivered(),
                counts.lengthy()));
    report.violations().stream()
        .limit(MOST_NOTES)
        .forEach(it -> record.note(it.invariant() + ", " + it.id() + ": " + it.sentence()));
    if (recovery != null && recovery.backlogUnmeasured() != null) {
      record.note(
          "How fast the backlog was worked off is not measured: %s."
              .formatted(recovery.backlogUnmeasured()));
    }
    boolean recovered = recovery == null || (recovery.begunInTime() && recovery.workedOff());
    record.after(
        expectation(recovery),
        away.isEmpty()
            && settled
            && report.held()
            && worksAgain(seen)
            && watch.restarts() == 0
            && recovered,
        away.map(it -> it + "; ").orElse("")
            + (settled ? "" : "not all work came to its end; ")
            + detail(report, jobs));
  }

  private boolean worksAgain(Seen seen) {
    return lastFaultEnded == null || seen.newWorkFinishedAfter(lastFaultEnded) != null;
  }

  private static String expectation(@Nullable Recovery recovery) {
    StringBuilder text =
        new StringBuilder(
            "no invariant is broken, all work comes to its end, no service restarts by itself");
    if (recovery != null && recovery.firstDispatchLimitSeconds() != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "; new work is begun within %.1f s, a schedule period and the time to notice",
              recovery.firstDispatchLimitSeconds()));
    }
    if (recovery != null && recovery.backlogPerSecond() != null) {
      text.append(
          "; the backlog is worked off at %.0f %% of the steady rate or more"
              .formatted(100 * Recovery.LEAST_BACKLOG_RATIO));
    }
    return text.toString();
  }

  /** Null where there is not one fault. */
  private @Nullable Recovery recovery(Seen seen) {
    if (faults != 1 || steadySince == null || firstFault == null || lastFaultEnded == null) {
      return null;
    }
    Double steady = seen.jobsBegunPerSecond(steadySince, firstFault);
    Backlog backlog = Backlog.of(seen.begunOfBacklog(lastFaultEnded), steady);
    return new Recovery(
        seen.dispatchedAfter(firstFault, lastFaultEnded),
        begunWithin == null ? null : Double.valueOf(begunWithin.toMillis() / 1e3),
        seen.newWorkFinishedAfter(lastFaultEnded),
        seen.longestStallAfter(lastFaultEnded),
        steady,
        backlog.jobs(),
        backlog.seconds(),
        backlog.perSecond(),
        backlog.unmeasured());
  }

  private Jobs jobs(HistoryReport report, @Nullable Recovery recovery) {
    HistoryCounts counts = report.counts();
    Map<String, Integer> violations = new LinkedHashMap<>();
    for (Violation violation : report.violations()) {
      violations.merge(violation.invariant().name(), 1, Integer::sum);
    }
    return new Jobs(
        faults,
        (long) counts.works(),
        (long) counts.refused(),
        (long) counts.unknown(),
        (long) counts.settled(),
        (long) counts.executions(),
        (long) counts.again(),
        (long) counts.cut(),
        violations,
        recovery);
  }

  private String detail(HistoryReport report, Jobs jobs) {
    HistoryCounts counts = report.counts();
    StringBuilder text = new StringBuilder();
    text.append(
        "%,d accepted, %,d ended; %,d executions, %,d beyond the first"
            .formatted(counts.works(), counts.settled(), counts.executions(), counts.again()));
    text.append(
        report.held()
            ? "; no invariant broken by %,d %s".formatted(faults, faults == 1 ? "fault" : "faults")
            : "; broken: " + jobs.violations());
    if (watch.restarts() > 0 || watch.livenessFailures() > 0) {
      text.append(
          "; %d restarts, %d liveness failures"
              .formatted(watch.restarts(), watch.livenessFailures()));
    }
    if (jobs.recovery() != null) {
      text.append(detail(jobs.recovery()));
    }
    return text.toString();
  }

  private static String detail(Recovery recovery) {
    StringBuilder text = new StringBuilder();
    Double first = recovery.firstDispatchSeconds();
    Double limit = recovery.firstDispatchLimitSeconds();
    text.append(
        first == null
            ? "; no new work began"
            : String.format(Locale.ROOT, "; new work began after %.1f s", first));
    if (limit != null) {
      text.append(String.format(Locale.ROOT, " (allowed: %.1f s)", limit));
    }
    Double ratio = recovery.backlogRatio();
    text.append(
        ratio == null
            ? "; backlog: " + recovery.backlogUnmeasured()
            : String.format(
                Locale.ROOT,
                "; backlog of %,d worked off at %.0f %% of the steady rate",
                recovery.backlog(),
                100 * ratio));
    return text.toString();
  }
}
