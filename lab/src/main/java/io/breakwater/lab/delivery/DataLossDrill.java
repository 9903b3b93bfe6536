package io.breakwater.lab.delivery;

import io.breakwater.journal.Delivery;
import io.breakwater.journal.Journal;
import io.breakwater.journal.Result;
import io.breakwater.journal.Timeline;
import io.breakwater.lab.measure.Await;
import io.breakwater.lab.stack.StoreTier;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A broker comes back with an empty store: the only one, which forgets streams, consumers and all
 * that had not been consumed; then one of three, which gets it all back from the others. A service
 * publishes and consumes throughout.
 */
public final class DataLossDrill extends LoadDrill {
  /** The drill's name on the command line. */
  public static final String NAME = "data-loss";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** An election between a server that forgot and two that did not has taken 28 s. */
  private static final Duration ELECTION = Duration.ofMinutes(2);

  private static final Duration STEADY = Duration.ofSeconds(2);

  static final String ALONE = "";
  static final String OF_THREE = "-of-3";

  private final List<String> scenes;

  /**
   * Creates the drill.
   *
   * @throws IllegalArgumentException if it cannot be done at that level, or if the folder holds
   *     another run; the message is one line
   */
  public DataLossDrill(LoadOptions options) {
    this(options, List.of(ALONE, OF_THREE));
  }

  DataLossDrill(LoadOptions options, List<String> scenes) {
    super(NAME, options);
    this.scenes = List.copyOf(scenes);
    if (options.level() != Level.OUTBOX || options.publishers() != 1 || options.faults() != 1) {
      throw new IllegalArgumentException(
          NAME + ": expected level outbox, one publisher and one loss");
    }
  }

  @Override
  List<String> scenes(LoadArm arm) {
    return scenes.stream().map(scene -> arm.name() + scene).toList();
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
    record.policy(
        record.loadArm().summary(LoadArm.decided("nats://127.0.0.1", "service", Map.of())));
    int servers = record.name().endsWith(OF_THREE) ? 3 : 1;
    Account account = new Account();
    Bins accepted = new Bins(record.start());
    try (StoreTier tier = StoreTier.start(servers);
        LossClient client = LossClient.open(record, tier.urls(), servers, account);
        Load load = new Load(options().perSecond(), accepted)) {
      try {
        load.start(client.publisher(), account, 0);
        record.phase("waiting for the first message to be consumed", PATIENCE);
        boolean met = Await.within(PATIENCE, () -> account.deliveredFrom(0));
        record.before(
            "messages are published and consumed", met, met ? "they are" : "none was consumed");
        if (met) {
          record.pause("steady load", STEADY);
          Double back = lose(record, tier, account);
          settle(record, load, client, account);
          judge(record, servers, account.balance(), client.madeAgain(), back);
        }
      } finally {
        record.messages(new Timeline.Messages(accepted.until(Instant.now()), null, null));
      }
    }
  }

  /** Returns how long after its return a message that was accepted after it was consumed. */
  private @Nullable Double lose(LoadRecord record, StoreTier tier, Account account)
      throws InterruptedException, IOException {
    record.mark(Timeline.BROKER_DOWN);
    tier.lose(0);
    record.pause("a store is lost", options().outage());
    if (tier.nodes().size() == 1) {
      account.storeLost();
    }
    tier.back(0);
    record.mark(Timeline.BROKER_UP);
    long up = System.nanoTime();
    int next = account.next();
    if (tier.nodes().size() > 1) {
      record.phase("waiting for the stream to have a leader", ELECTION);
      if (tier.awaitLeader(LossClient.STREAM, ELECTION, () -> account.deliveredFrom(next))) {
        record.note(
            String.format(
                Locale.ROOT,
                "The stream had a leader %.1f s after broker-up.",
                (System.nanoTime() - up) / 1e9));
      }
    }
    record.phase("waiting for messages to be consumed again", options().limit());
    boolean back = Await.within(options().limit(), () -> account.deliveredFrom(next));
    double seconds = (System.nanoTime() - up) / 1e9;
    record.pause("steady load", STEADY);
    return back ? seconds : null;
  }

  private void settle(LoadRecord record, Load load, LossClient client, Account account)
      throws InterruptedException {
    record.phase("delivering and consuming what is left", options().limit());
    load.stop();
    boolean unused =
        Await.within(options().limit(), () -> client.publisher().held() <= 0)
            && Await.within(
                PATIENCE,
                () -> {
                  Account.Balance now = account.balance();
                  return now.lost() <= now.lostWithStore() + now.told();
                });
  }

  private void judge(
      LoadRecord record,
      int servers,
      Account.Balance balance,
      int madeAgain,
      @Nullable Double back) {
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
                    .withBack(back))
            .build());
    long others = balance.lost() - balance.lostWithStore();
    boolean said = servers > 1 || madeAgain > 0;
    record.after(
        servers == 1
            ? "the stream is made again, and said so; nothing is lost but what went with the store"
            : "nothing is lost",
        back != null && others == 0 && said,
        "%s; %,d lost with the store, %,d otherwise"
            .formatted(
                back == null
                    ? "never consumed again"
                    : String.format(Locale.ROOT, "consumed again after %.1f s", back),
                balance.lostWithStore(),
                others));
    if (balance.told() > 0) {
      record.note(
          "%,d of the lost messages were reported to their owner by a failed future."
              .formatted(balance.told()));
    }
    if (madeAgain > 0) {
      record.note("The bus said that it made the stream again, as lost data is noticed by it.");
    }
  }
}
