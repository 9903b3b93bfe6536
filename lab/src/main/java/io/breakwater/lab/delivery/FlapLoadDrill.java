package io.breakwater.lab.delivery;

import io.breakwater.journal.Delivery;
import io.breakwater.journal.Journal;
import io.breakwater.journal.Result;
import io.breakwater.lab.drill.FlapDrill;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The broker is killed at random moments under load, and is back after the outage, again and again.
 * In the end every message is looked for: those of the outbox in the stream, those of publish at a
 * subscriber that was there whenever a publisher was.
 */
public final class FlapLoadDrill extends LoadDrill {
  /** A kill may meet a drain, a reconnect that has just been done, or a steady state. */
  private static final int EARLIEST_MILLIS = 200;

  private static final int LATEST_MILLIS = 1_600;

  /**
   * Creates the drill.
   *
   * @throws IllegalArgumentException if the folder holds another run; the message is one line
   */
  public FlapLoadDrill(LoadOptions options) {
    super(FlapDrill.NAME, options);
  }

  @Override
  Map<String, @Nullable Object> parameters() {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put("flaps", options().faults());
    parameters.put(Journal.OUTAGE_SECONDS, options().outage().toMillis() / 1e3);
    parameters.put(Journal.LIMIT_SECONDS, options().limit().toMillis() / 1e3);
    parameters.put("seed", options().seed());
    return parameters;
  }

  @Override
  void drive(LoadRecord record) throws InterruptedException, IOException {
    // Broker down half of the time: the usual 8 MiB would refuse what comes in the end, which the
    // caller is told. A policy file is taken as it is.
    Map<String, String> decided =
        record.loadArm().spec().policyFile().isPresent()
            ? Map.of()
            : Map.of("BREAKWATER_BUFFER_CAPACITY", "64MiB");
    record.policy(record.loadArm().summary(LoadArm.decided("nats://127.0.0.1", "load", decided)));
    boolean stored = options().level() == Level.OUTBOX;
    try (LoadScene scene = new LoadScene(record, options(), stored, decided, event -> {})) {
      if (!scene.connect()) {
        return;
      }
      int flaps = 0;
      try {
        scene.startLoad();
        flaps = flap(record, scene);
        scene.settle();
        if (stored) {
          scene.count(message -> {});
        }
        scene.tellLosses();
        judge(record, scene.balance(), flaps);
      } finally {
        record.messages(scene.messages());
      }
    }
  }

  private int flap(LoadRecord record, LoadScene scene) throws InterruptedException, IOException {
    SplittableRandom random = new SplittableRandom(options().seed());
    int flaps = 0;
    while (flaps < options().faults()) {
      Duration wait = Duration.ofMillis(random.nextInt(EARLIEST_MILLIS, LATEST_MILLIS));
      record.phase(
          "flap %d of %d".formatted(flaps + 1, options().faults()), wait.plus(options().outage()));
      Thread.sleep(wait.toMillis());
      scene.kill();
      Thread.sleep(options().outage().toMillis());
      scene.restart();
      flaps++;
      if (!scene.awaitConnected(options().limit())) {
        record.note("After flap %d not all publishers came back.".formatted(flaps));
        return flaps;
      }
    }
    return flaps;
  }

  private void judge(LoadRecord record, Account.Balance balance, int flaps) {
    long lost = balance.lost();
    Delivery delivery =
        Delivery.counted(
            options().level().text(),
            flaps,
            balance.refused(),
            balance.delivered(),
            balance.told(),
            lost,
            balance.reported());
    record.result(
        Result.builder()
            .accepted(balance.accepted())
            .lost(lost)
            .duplicated(balance.duplicated())
            .indeterminate(balance.reported())
            .delivery(delivery)
            .build());
    boolean all = flaps == options().faults() && balance.delivered() > 0;
    if (options().level() == Level.OUTBOX) {
      record.after(
          "every accepted message is in the stream, once",
          all && lost == 0 && balance.duplicated() == 0,
          "%,d accepted, %,d lost, %,d duplicated over %s"
              .formatted(balance.accepted(), lost, balance.duplicated(), times(flaps, "flap")));
      if (balance.told() > 0) {
        record.note(
            "%,d of the lost messages were reported to their owner by a failed future."
                .formatted(balance.told()));
      }
    } else {
      record.after(
          "every lost message lies in a reported range",
          all && balance.lostSilently() == 0,
          "%,d accepted, %,d lost over %s, %,d of them without a word%s"
              .formatted(
                  balance.accepted(),
                  lost,
                  times(flaps, "flap"),
                  balance.lostSilently(),
                  width(balance)));
    }
  }

  private static String width(Account.Balance balance) {
    if (balance.reported() == 0) {
      return "";
    }
    return balance.lost() == 0
        ? "; %,d reported".formatted(balance.reported())
        : String.format(
            Locale.ROOT,
            "; %,d reported, %.1f for each one lost",
            balance.reported(),
            (double) balance.reported() / balance.lost());
  }
}
