package io.breakwater.lab.services;

import io.breakwater.journal.Jobs;
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
import org.jspecify.annotations.Nullable;

/** The moments of an arm, and what its history says in the end. For the thread of the drill. */
final class SceneOutcome {
  private static final int MOST_NOTES = 20;

  /** Over so long a rate is taken, from the first execution after a fault on. */
  private static final Duration RATE_OVER = Duration.ofSeconds(10);

  private final ArmRecord record;
  private final PodWatch watch;
  private @Nullable Instant steadySince;
  private @Nullable Instant firstFault;
  private @Nullable Instant lastFaultEnded;
  private int faults;

  SceneOutcome(ArmRecord record, PodWatch watch) {
    this.record = record;
    this.watch = watch;
  }

  void steadySince(Instant moment) {
    steadySince = moment;
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
   * @param cameBack if all services were ready again, and all work came to its end
   */
  void judge(List<Entry> history, boolean cameBack) {
    HistoryReport report = Checker.check(history);
    Jobs jobs = jobs(new Seen(history), report);
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
    record.after(
        "no invariant is broken, all work comes to its end, no service restarts by itself",
        cameBack && report.held() && worksAgain(new Seen(history)) && watch.restarts() == 0,
        detail(report, jobs));
  }

  private boolean worksAgain(Seen seen) {
    return lastFaultEnded == null || seen.newWorkFinishedAfter(lastFaultEnded) != null;
  }

  private Jobs jobs(Seen seen, HistoryReport report) {
    HistoryCounts counts = report.counts();
    Map<String, Integer> violations = new LinkedHashMap<>();
    for (Violation violation : report.violations()) {
      violations.merge(violation.invariant().name(), 1, Integer::sum);
    }
    Double dispatched = null;
    Double finished = null;
    Double stall = null;
    Double before = null;
    Double after = null;
    if (faults == 1 && steadySince != null && firstFault != null && lastFaultEnded != null) {
      dispatched = seen.newWorkBeganAfter(lastFaultEnded);
      finished = seen.newWorkFinishedAfter(lastFaultEnded);
      stall = seen.longestStallAfter(lastFaultEnded);
      before = seen.finishedPerSecond(steadySince, firstFault);
      Instant again =
          lastFaultEnded.plusMillis((long) (1e3 * (dispatched == null ? 0 : dispatched)));
      after = seen.finishedPerSecond(again, again.plus(RATE_OVER));
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
        dispatched,
        finished,
        stall,
        before,
        after);
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
    if (jobs.firstDispatchSeconds() != null && jobs.longestStallSeconds() != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "; new work began after %.1f s, longest stall %.1f s",
              jobs.firstDispatchSeconds(),
              jobs.longestStallSeconds()));
    }
    return text.toString();
  }
}
