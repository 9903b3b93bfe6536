package io.breakwater.lab.services;

import io.breakwater.journal.Timeline;
import io.breakwater.lab.drill.ArmRecord;
import io.breakwater.lab.drill.DrillListener;
import io.breakwater.lab.history.Event;
import io.breakwater.lab.history.History;
import io.breakwater.lab.history.Recorder;
import io.breakwater.lab.history.Work;
import io.breakwater.lab.history.WorkOptions;
import io.breakwater.lab.measure.Await;
import io.breakwater.lab.measure.PodRows;
import io.breakwater.lab.stack.StackMember;
import io.breakwater.policy.DurationText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One arm: the stage, the load, the faults, the wait for the end, the check. */
final class SceneRun {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration FIRST_JOB_LIMIT = Duration.ofMinutes(1);

  /** How long the load is looked at when all is well again. */
  private static final Duration AFTER = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Where one fault is looked at, its load is to end soon after it. */
  private static final Duration LONGEST = Duration.ofSeconds(6);

  /** Longer than a worker may leave a message without a word, and than three of its heartbeats. */
  private static final Duration LONGEST_AT_RANDOM = Duration.ofSeconds(20);

  private final Scene scene;
  private final ServicesOptions options;
  private final Fleet.Maker maker;
  private final ArmRecord record;
  private final PodWatch watch;
  private final SceneOutcome outcome;
  private final Path folder;

  SceneRun(
      Scene scene,
      ServicesOptions options,
      Fleet.Maker maker,
      ArmRecord record,
      DrillListener listener) {
    this.scene = scene;
    this.options = options;
    this.maker = maker;
    this.record = record;
    watch = new PodWatch(listener::pod);
    outcome = new SceneOutcome(record, watch);
    folder = options.folder().resolve(scene.name());
  }

  void drive() throws InterruptedException, IOException {
    Fleet fleet = maker.make(folder, scene.servers());
    try (History history = History.open(folder.resolve(History.NAME))) {
      try {
        drive(fleet, history);
      } finally {
        record.timeline(new Seen(history.entries()).timeline(record.start(), Instant.now()));
      }
    }
  }

  private void drive(Fleet fleet, History history) throws InterruptedException, IOException {
    record.phase("starting the broker and the services", START_LIMIT);
    try (Stage stage = Stage.start(scene.servers(), fleet, folder.resolve("logs"), watch, history);
        Recorder recorder = Recorder.start(history)) {
      Duration period = stage.schedulePeriod();
      record.policy(policy(fleet, period));
      outcome.begunWithin(scene.notice() == null ? null : period.plus(scene.notice()));
      try {
        Optional<String> unready = stage.awaitReady(START_LIMIT);
        if (unready.isPresent()) {
          record.before("all services are ready", false, unready.get() + ": see the logs");
          return;
        }
        try (Work work = Work.start(load(fleet), history, recorder)) {
          if (!steady(history)) {
            return;
          }
          Optional<String> away = faults(stage, fleet, history);
          awaitLoad(history);
          work.stop();
          record.phase("waiting until everything has come to its end", options.limit());
          boolean settled = work.awaitSettled(options.limit());
          outcome.judge(history.entries(), away, settled);
        }
      } finally {
        stage.mended().forEach(record::note);
        record.pods(
            new PodRows(record.start(), outcome.lastFaultEnded(), Instant.now())
                .of(stage.pods(), watch.events()));
      }
    }
  }

  private Map<String, @Nullable Object> policy(Fleet fleet, Duration period) {
    Map<String, @Nullable Object> policy = new LinkedHashMap<>();
    policy.put("servers", scene.servers());
    for (StackMember member : fleet.members()) {
      policy.put(member.deployment(), member.replicas());
    }
    policy.put("period", DurationText.format(period));
    return policy;
  }

  /** Where faults follow each other the load does not end before they do. */
  private WorkOptions load(Fleet fleet) {
    double seconds = scene.takes().plus(AFTER).plus(AFTER).toMillis() / 1e3;
    boolean counted = !following();
    return new WorkOptions(
        fleet.gateways(),
        fleet.apiKey(),
        counted ? options.jobs() : 0,
        options.jobs() / seconds,
        counted ? options.runs() : 0,
        options.runs() / seconds,
        following() ? LONGEST_AT_RANDOM : LONGEST,
        options.seed());
  }

  private boolean following() {
    return scene.endless() || options.kind() == ServicesKind.SERVICE_KILL;
  }

  private boolean steady(History history) throws InterruptedException {
    record.phase("waiting for the first job to be done", FIRST_JOB_LIMIT);
    boolean met = Await.within(FIRST_JOB_LIMIT, () -> new Seen(history.entries()).anySucceeded());
    record.before("a job goes through", met, met ? "it does" : "none was done");
    outcome.steadySince(Instant.now());
    return met;
  }

  /** Returns what did not come back from one of them, and ended them; empty if all did. */
  private Optional<String> faults(Stage stage, Fleet fleet, History history)
      throws InterruptedException {
    Instant until = Instant.now().plus(scene.endless() ? scene.takes() : Duration.ofDays(1));
    Iterator<Step> steps = scene.script().apply(fleet);
    while (steps.hasNext() && Instant.now().isBefore(until)) {
      Step step = steps.next();
      record.pause("steady load", step.quiet());
      strike(stage, step.fault(), history);
      record.phase("waiting until the services are back", options.limit());
      Optional<String> away = stage.awaitReady(options.limit());
      if (away.isPresent()) {
        return Optional.of("%s, after: %s".formatted(away.get(), step.fault().text()));
      }
    }
    return Optional.empty();
  }

  private void strike(Stage stage, Fault fault, History history) throws InterruptedException {
    String name = outcome.faultBegins(Instant.now());
    record.phase(fault.text(), fault.takes().plus(options.limit()));
    record.event("drill", "fault", Map.of("name", name, "fault", fault.text()));
    history.add(new Event.FaultBegan(name, fault.text(), fault.hits()));
    record.mark(Timeline.BROKER_DOWN);
    fault.strike().on(stage);
    record.mark(Timeline.BROKER_UP);
    history.add(new Event.FaultEnded(name));
    outcome.faultEnded(Instant.now());
  }

  /** Until all is submitted that was to be, and for a while in any case. */
  private void awaitLoad(History history) throws InterruptedException {
    record.pause("the load goes on", AFTER);
    if (!following()) {
      record.phase("the load comes to its end", options.limit());
      long until = System.nanoTime() + options.limit().toNanos();
      while (new Seen(history.entries()).jobsSubmitted() < options.jobs()
          && System.nanoTime() - until < 0) {
        Thread.sleep(LOOK.toMillis());
      }
    }
  }
}
