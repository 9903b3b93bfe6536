package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.RunReply;
import io.breakwater.controlplane.store.ConflictException;
import io.breakwater.controlplane.store.StoreException;
import io.breakwater.controlplane.store.UnreadableException;
import io.breakwater.controlplane.store.Versioned;
import io.breakwater.controlplane.workflow.RunChange.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one open run: takes signals from any thread, and works them off one batch at a time, each
 * with one compare-and-set, on a thread that may wait. What an outage or another engine interrupts
 * is done again from what is stored; all of it may be done twice.
 */
final class RunDriver {
  private static final Logger log = LoggerFactory.getLogger(RunDriver.class);
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(20);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

  /**
   * What a turn costs is a matter of how large the run is, not of how much it is told: after a
   * longer one it rests for as long, to be told more at once.
   */
  private static final long LONG_TURN_NANOS = 10_000_000;

  /** What a record, and each of its steps, takes of memory, more or less. */
  private static final int RECORD_BYTES = 1_000;

  private static final int STEP_BYTES = 200;

  /** A marker without a run for so long was set by somebody who never came to make the run. */
  private static final Duration ORPHAN_AGE = Duration.ofHours(1);

  private final String id;
  private final EngineTerm term;
  private final StepWork work;

  // Guarded by this.
  private final Deque<Incoming> inbox = new ArrayDeque<>();
  private boolean scheduled;
  private boolean lookAfterJobs = true;
  private OptionalLong marker = OptionalLong.empty();
  private long activeNanos = System.nanoTime();
  private long restUntilNanos = System.nanoTime();

  // Belong to the thread that drives; there is one at a time.
  private @Nullable Versioned<RunRecord> known;
  private @Nullable Instant missingSince;
  private long asideRevision;
  private long kept;

  RunDriver(String id, EngineTerm term) {
    this.id = id;
    this.term = term;
    work = new StepWork(term.store(), term.desk(), term.clock());
  }

  /** Takes a signal. */
  void take(Incoming incoming) {
    synchronized (this) {
      inbox.add(incoming);
    }
    schedule();
  }

  /** The run has a marker. If nothing was heard for long, its jobs are looked after. */
  void marked(long revision, Duration quiet) {
    synchronized (this) {
      boolean seenBefore = marker.isPresent();
      marker = OptionalLong.of(revision);
      if (seenBefore && System.nanoTime() - activeNanos < quiet.toNanos()) {
        return;
      }
      lookAfterJobs = true;
    }
    schedule();
  }

  private void schedule() {
    long rest;
    synchronized (this) {
      if (scheduled) {
        return;
      }
      scheduled = true;
      rest = restUntilNanos - System.nanoTime();
    }
    if (rest > 0) {
      term.later(Duration.ofNanos(rest), () -> term.execute(this::drive));
    } else {
      term.execute(this::drive);
    }
  }

  private void drive() {
    List<Incoming> batch;
    boolean resume;
    synchronized (this) {
      batch = List.copyOf(inbox);
      inbox.clear();
      resume = lookAfterJobs;
      lookAfterJobs = false;
      activeNanos = System.nanoTime();
    }
    long began = System.nanoTime();
    @Nullable Duration again = null;
    try {
      if (term.held()) {
        turn(batch, resume);
        keepIfThereIsRoom();
      } else {
        giveBack(batch);
        again = AFTER_FAILURE;
      }
    } catch (ConflictException e) {
      giveBack(batch);
      again = AFTER_CONFLICT;
    } catch (StoreException e) {
      log.debug("{} - run {}: {}", term.instance(), id, e.getMessage());
      giveBack(batch);
      again = AFTER_FAILURE;
    } catch (InterruptedException e) {
      return;
    } catch (RuntimeException | StackOverflowError e) {
      // The next look at the markers tries again; the signals that did this are gone.
      log.error("{} - run {}: not driven", term.instance(), id, e);
      giveBack(List.of());
    }
    done(again, System.nanoTime() - began);
  }

  /** What was written is not known: begin again with what is stored. */
  private void giveBack(List<Incoming> batch) {
    known = null;
    work.clear();
    synchronized (this) {
      for (int i = batch.size() - 1; i >= 0; i--) {
        inbox.addFirst(batch.get(i));
      }
      lookAfterJobs = true;
    }
  }

  private void done(@Nullable Duration again, long tookNanos) {
    boolean more;
    synchronized (this) {
      scheduled = false;
      restUntilNanos = System.nanoTime() + (tookNanos > LONG_TURN_NANOS ? tookNanos : -1);
      more = !inbox.isEmpty();
    }
    if (again != null) {
      term.later(again, this::schedule);
    } else if (more) {
      schedule();
    }
  }

  private void turn(List<Incoming> batch, boolean resume) throws InterruptedException {
    boolean fresh = resume || known == null;
    if (fresh) {
      try {
        fresh = !read() || resume;
      } catch (UnreadableException e) {
        unreadable(batch, e);
        return;
      }
    }
    Versioned<RunRecord> before = known;
    if (before == null) {
      missing(batch);
      return;
    }
    missingSince = null;
    StepGraph graph;
    try {
      graph = term.definitions().graph(before.value());
    } catch (InvalidDefinitionException e) {
      unrunnable(before, batch, e);
      return;
    }
    step(graph, before, batch, fresh);
  }

  /** Reads what is stored; returns if it is what this driver had before it put that aside. */
  private boolean read() throws InterruptedException {
    work.clear();
    known = term.store().run(id).orElse(null);
    boolean same = known != null && known.revision() == asideRevision;
    asideRevision = 0;
    return same;
  }

  /** Open runs may wait for long: those for which there is no room are read again in their turn. */
  private void keepIfThereIsRoom() {
    long size = 0;
    if (known != null) {
      RunRecord run = known.value();
      size = RECORD_BYTES + Json.footprint(run.input()) + (long) STEP_BYTES * run.steps().size();
      size += work.keptBytes();
    }
    if (!term.keeps(size - kept)) {
      asideRevision = known == null ? 0 : known.revision();
      known = null;
      work.clear();
      term.keeps(-size);
      size = 0;
    }
    kept = size;
  }

  private void step(
      StepGraph graph, Versioned<RunRecord> before, List<Incoming> batch, boolean fresh)
      throws InterruptedException {
    RunRecord run = before.value();
    List<RunAction> actions = new ArrayList<>();
    if (fresh && !run.state().terminal()) {
      actions.addAll(RunMachine.resume(graph, run));
    }
    List<RunSignal> signals = new ArrayList<>(term.outagesAfter(run));
    batch.forEach(incoming -> signals.add(incoming.signal()));
    if (fresh) {
      signals.add(new RunSignal.TimePassed());
    }
    RunChange change = RunMachine.apply(graph, run, signals, term.clock().instant());
    if (change.changed()) {
      store(before, change.run());
    }
    answer(batch, change);
    actions.addAll(change.actions());
    List<RunSignal> heard = work.perform(graph, change.run(), actions);
    synchronized (this) {
      heard.forEach(signal -> inbox.add(Incoming.of(signal)));
    }
    if (change.run().state().terminal()) {
      finish();
    } else if (change.wakeAt() != null) {
      term.wake(id, this, change.wakeAt());
    }
  }

  private void store(Versioned<RunRecord> before, RunRecord after) throws InterruptedException {
    known = term.store().update(after, before.revision());
    if (before.value().steps().isEmpty() || after.state().terminal()) {
      term.announce(after);
    }
  }

  private static void answer(List<Incoming> batch, RunChange change) {
    for (Incoming incoming : batch) {
      Refusal refusal =
          change.refusals().stream()
              .filter(refused -> refused.signal().equals(incoming.signal()))
              .findFirst()
              .orElse(null);
      if (refusal == null) {
        incoming.answer(RunReply.Result.DONE, change.run().state().name(), null);
      } else if (refusal.known()) {
        incoming.answer(RunReply.Result.ILLEGAL, refusal.state(), "it is " + refusal.state());
      } else {
        incoming.answer(RunReply.Result.UNKNOWN, null, "the run has no such step");
      }
    }
  }

  private void unrunnable(
      Versioned<RunRecord> before, List<Incoming> batch, InvalidDefinitionException why)
      throws InterruptedException {
    RunRecord run = before.value();
    JobError error = JobError.of("definition", why.getMessage());
    RunRecord ended = RunMachine.unrunnable(run, error, term.clock().instant());
    if (!run.state().terminal()) {
      store(before, ended);
    }
    batch.forEach(
        incoming ->
            incoming.answer(
                RunReply.Result.ILLEGAL, ended.state().name(), "it is " + ended.state()));
    finish();
  }

  /** Nothing will ever come of it: it is not looked at again. */
  private void unreadable(List<Incoming> batch, UnreadableException why)
      throws InterruptedException {
    log.error(
        "{} - run {}: given up, its record cannot be read: {}",
        term.instance(),
        id,
        why.getMessage());
    batch.forEach(
        incoming ->
            incoming.answer(RunReply.Result.ILLEGAL, null, "the run's record cannot be read"));
    finish();
  }

  private void missing(List<Incoming> batch) throws InterruptedException {
    batch.forEach(
        incoming -> incoming.answer(RunReply.Result.UNKNOWN, null, "there is no such run"));
    OptionalLong mark = marker();
    if (mark.isEmpty()) {
      term.forget(id, this);
      return;
    }
    Instant now = term.clock().instant();
    missingSince = missingSince == null ? now : missingSince;
    if (now.isAfter(missingSince.plus(ORPHAN_AGE))) {
      finish();
    }
  }

  private void finish() throws InterruptedException {
    OptionalLong mark = marker();
    if (mark.isPresent()) {
      term.store().close(id, mark.getAsLong());
    }
    known = null;
    // Without one, the next look at the markers comes here again.
    term.forget(id, this);
  }

  private synchronized OptionalLong marker() {
    return marker;
  }
}
