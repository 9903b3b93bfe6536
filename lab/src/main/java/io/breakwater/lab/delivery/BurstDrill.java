package io.breakwater.lab.delivery;

import io.breakwater.client.LifecycleEvent;
import io.breakwater.journal.Delivery;
import io.breakwater.journal.Journal;
import io.breakwater.journal.Result;
import io.breakwater.lab.measure.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A long outage under load, and what the broker sees after it: at no 100 ms more than 1.2 times its
 * share of the drain rate, and the backlog gone when it was said to be. What the broker sees is
 * what it hands to a subscriber at once. At the level of the outbox a note says how many it stored
 * in 100 ms: that is more where its store was busy with itself for a moment.
 */
public final class BurstDrill extends LoadDrill {
  /** The drill's name on the command line. */
  public static final String NAME = "burst";

  private static final double ALLOWED = 1.2;

  /** A rate has been measured, and more: before the outage, and after the drain. */
  private static final Duration STEADY = Duration.ofSeconds(3);

  /** What the clients that have no drain are watched for. */
  private static final Duration WATCHED = Duration.ofSeconds(10);

  /** A prediction that is right within a fifth and a second. */
  private static final double PREDICTED_WITHIN = 1.2;

  private static final double PREDICTED_SLACK_SECONDS = 1;

  /**
   * Creates the drill.
   *
   * @throws IllegalArgumentException if more than one outage is asked for, or if the folder holds
   *     another run; the message is one line
   */
  public BurstDrill(LoadOptions options) {
    super(NAME, options);
    if (options.faults() != 1) {
      throw new IllegalArgumentException(NAME + ": expected one outage, got " + options.faults());
    }
  }

  /** Twice the load, as the policy's own choice would be, but known. */
  private double drainRate() {
    return 2.0 * options().perSecond() / options().publishers();
  }

  private double allowedPer100ms() {
    return ALLOWED * drainRate() * options().publishers() / 10;
  }

  @Override
  Map<String, @Nullable Object> parameters() {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put(Journal.OUTAGE_SECONDS, options().outage().toMillis() / 1e3);
    parameters.put(Journal.LIMIT_SECONDS, options().limit().toMillis() / 1e3);
    return parameters;
  }

  @Override
  void drive(LoadRecord record) throws InterruptedException, IOException {
    // Room for all of the outage: what overflows is another subject.
    Map<String, String> decided =
        Map.of(
            "BREAKWATER_BUFFER_CAPACITY", "1GiB",
            "BREAKWATER_BUFFER_MAX_MESSAGES", "10000000",
            "BREAKWATER_BUFFER_DRAIN_RATE", String.format(Locale.ROOT, "%.0f", drainRate()));
    record.policy(record.loadArm().summary(LoadArm.decided("nats://127.0.0.1", "load", decided)));
    Drains drains = new Drains(options().publishers());
    try (LoadScene scene = new LoadScene(record, options(), stored(), decided, drains::heard)) {
      if (!scene.connect()) {
        return;
      }
      try {
        scene.startLoad();
        record.pause("steady load", STEADY);
        scene.kill();
        record.pause("broker down, the load goes on", options().outage());
        drains.begin();
        scene.restart();
        Instant up = Instant.now();
        awaitDrain(record, scene, drains);
        Instant gone = Instant.now();
        record.pause("steady load", STEADY);
        scene.settle();
        if (stored()) {
          noteStored(record, scene, up, gone);
        }
        judge(record, scene.balance(), drains, scene.mostArrived(up, gone));
      } finally {
        record.messages(scene.messages());
      }
    }
  }

  private boolean stored() {
    return options().level() == Level.OUTBOX;
  }

  private static void noteStored(LoadRecord record, LoadScene scene, Instant up, Instant gone)
      throws InterruptedException, IOException {
    List<Instant> times = new ArrayList<>();
    scene.count(message -> times.add(message.metaData().timestamp().toInstant()));
    record.note(
        "The broker stored at most %,d of them in 100 ms."
            .formatted(BusiestWindow.of(times, up, gone)));
  }

  private void awaitDrain(LoadRecord record, LoadScene scene, Drains drains)
      throws InterruptedException {
    record.phase("waiting for the backlog to be gone", options().limit());
    boolean back = scene.awaitConnected(options().limit());
    if (!record.loadArm().isBus()) {
      Thread.sleep(WATCHED.toMillis());
    } else if (!back || !Await.within(options().limit(), drains::ended)) {
      record.note("The backlog was not gone within the limit.");
    }
  }

  private void judge(LoadRecord record, Account.Balance balance, Drains drains, int peak) {
    Double predicted = drains.predictedSeconds();
    Double took = drains.tookSeconds();
    record.result(
        Result.builder()
            .accepted(balance.accepted())
            .lost(balance.lost())
            .duplicated(balance.duplicated())
            .indeterminate(balance.reported())
            .delivery(
                Delivery.counted(
                        options().level().text(),
                        1,
                        balance.refused(),
                        balance.delivered(),
                        balance.told(),
                        balance.lost(),
                        balance.reported())
                    .withDrain(
                        drains.backlog(),
                        record.loadArm().isBus()
                            ? Double.valueOf(drainRate() * options().publishers())
                            : null,
                        allowedPer100ms(),
                        peak,
                        predicted,
                        took))
            .build());
    boolean inTime =
        predicted != null
            && took != null
            && took <= PREDICTED_WITHIN * predicted + PREDICTED_SLACK_SECONDS;
    long silently = stored() ? balance.lost() : balance.lostSilently();
    record.after(
        "at no 100 ms more than %.0f messages, the backlog gone in time, nothing lost in silence"
            .formatted(allowedPer100ms()),
        peak <= allowedPer100ms() && inTime && silently == 0,
        "at most %,d messages in 100 ms%s, %,d refused, %,d lost"
            .formatted(peak, drains.text(), balance.refused(), balance.lost()));
  }

  /** What the buses tell of their drains: that of the last one to be done counts. */
  private static final class Drains {
    private final int publishers;
    private final List<LifecycleEvent.DrainStarted> started = new ArrayList<>();
    private final List<LifecycleEvent.DrainEnded> ended = new ArrayList<>();
    private boolean begun;

    Drains(int publishers) {
      this.publishers = publishers;
    }

    /** Notes that the outage comes to its end. */
    synchronized void begin() {
      begun = true;
    }

    synchronized void heard(LifecycleEvent event) {
      if (begun && event instanceof LifecycleEvent.DrainStarted it && started.size() < publishers) {
        started.add(it);
      } else if (begun && event instanceof LifecycleEvent.DrainEnded it) {
        ended.add(it);
      }
    }

    synchronized boolean ended() {
      return ended.size() >= publishers;
    }

    synchronized @Nullable Long backlog() {
      return started.isEmpty()
          ? null
          : Long.valueOf(started.stream().mapToLong(LifecycleEvent.DrainStarted::messages).sum());
    }

    synchronized @Nullable Double predictedSeconds() {
      Double most = null;
      for (LifecycleEvent.DrainStarted one : started) {
        Duration expected = one.expected();
        if (expected == null) {
          return null;
        }
        most = Math.max(most == null ? 0 : most, expected.toMillis() / 1e3);
      }
      return most;
    }

    synchronized @Nullable Double tookSeconds() {
      return ended.isEmpty()
          ? null
          : Double.valueOf(
              ended.stream().mapToLong(one -> one.took().toMillis()).max().orElse(0) / 1e3);
    }

    String text() {
      Double predicted = predictedSeconds();
      Double took = tookSeconds();
      return predicted == null || took == null
          ? ""
          : String.format(
              Locale.ROOT,
              ", backlog of %,d gone after %.1f s, said to be after %.1f s",
              backlog(),
              took,
              predicted);
    }
  }
}
