package io.breakwater.lab.delivery;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.journal.Delivery;
import io.breakwater.journal.Journal;
import io.breakwater.journal.Result;
import io.breakwater.journal.Timeline;
import io.breakwater.lab.measure.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The publishing process is killed at random moments, with the broker there and, every second time,
 * with the broker away, so that its messages lie on disk alone. The next process begins where the
 * last one ended. In the end each message whose send had returned is looked for in the stream.
 */
public final class PublisherKillDrill extends LoadDrill {
  /** The drill's name on the command line. */
  public static final String NAME = "publisher-kill";

  private static final int EARLIEST_MILLIS = 100;
  private static final int LATEST_MILLIS = 1_200;

  /** No process publishes as many. */
  private static final int SEQUENCES = 1_000_000;

  /**
   * Creates the drill.
   *
   * @throws IllegalArgumentException if it cannot be done at that level, or if the folder holds
   *     another run; the message is one line
   */
  public PublisherKillDrill(LoadOptions options) {
    super(NAME, options);
    if (options.level() != Level.OUTBOX || options.publishers() != 1) {
      throw new IllegalArgumentException(
          NAME
              + ": only the outbox is on disk, and one process publishes; expected level outbox"
              + " and one publisher");
    }
  }

  @Override
  Map<String, @Nullable Object> parameters() {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put("kills", options().faults());
    parameters.put(Journal.OUTAGE_SECONDS, options().outage().toMillis() / 1e3);
    parameters.put(Journal.LIMIT_SECONDS, options().limit().toMillis() / 1e3);
    parameters.put("seed", options().seed());
    return parameters;
  }

  @Override
  void drive(LoadRecord record) throws InterruptedException, IOException {
    Path directory = Files.createTempDirectory("breakwater-outbox-");
    Account account = new Account();
    Bins accepted = new Bins(record.start());
    Bins arrived = new Bins(record.start());
    try (NatsServer broker = NatsServer.start(ServerConfig.builder().jetStream().build());
        Arrivals arrivals =
            new Arrivals(broker.port(), LoadScene.SUBJECT, body -> arrived.add(Instant.now()))) {
      StoredMessages.create(broker.url(), LoadScene.SUBJECT);
      boolean met = Await.within(options().limit(), arrivals::subscribed);
      record.before("the broker has the stream", met, met ? "it has" : "it does not answer");
      Map<String, String> decided =
          LoadArm.decided(
              broker.url(),
              "publisher",
              Map.of("BREAKWATER_OUTBOX_DIRECTORY", directory.toString()));
      record.policy(record.loadArm().summary(decided));
      try {
        Publishers publishers = new Publishers(record, broker, decided, account, accepted);
        int kills = publishers.killThemAll();
        boolean drained = !record.loadArm().isBus() || publishers.drain();
        StoredMessages.read(
            broker.url(),
            LoadScene.SUBJECT,
            message -> account.delivered(Body.of(message.getData()).sequence()));
        judge(record, account.balance(), kills, drained);
      } finally {
        Instant end = Instant.now();
        record.messages(new Timeline.Messages(accepted.until(end), arrived.until(end), null));
      }
    } finally {
      remove(directory);
    }
  }

  private void judge(LoadRecord record, Account.Balance balance, int kills, boolean drained) {
    record.result(
        Result.builder()
            .accepted(balance.accepted())
            .lost(balance.lost())
            .duplicated(balance.duplicated())
            .indeterminate(balance.reported())
            .delivery(
                Delivery.counted(
                    options().level().text(),
                    kills,
                    balance.refused(),
                    balance.delivered(),
                    balance.told(),
                    balance.lost(),
                    balance.reported()))
            .build());
    boolean all = kills == options().faults() && balance.delivered() > 0;
    record.after(
        "every message whose send had returned is in the stream, once",
        all && drained && balance.lost() == 0 && balance.duplicated() == 0,
        "%,d accepted, %,d lost, %,d duplicated over %s%s"
            .formatted(
                balance.accepted(),
                balance.lost(),
                balance.duplicated(),
                times(kills, "kill"),
                drained ? "" : ", and the last process did not deliver all in time"));
  }

  private static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(directory + ": cannot be removed", e);
    }
  }

  /** The processes of an arm, one after the other. */
  private final class Publishers {
    private final LoadRecord record;
    private final NatsServer broker;
    private final Map<String, String> environment;
    private final Account account;
    private final Bins accepted;

    Publishers(
        LoadRecord record,
        NatsServer broker,
        Map<String, String> decided,
        Account account,
        Bins accepted) {
      this.record = record;
      this.broker = broker;
      this.account = account;
      this.accepted = accepted;
      environment = record.loadArm().spec().environment(decided);
    }

    private PublisherProcess start(int perSecond, int firstSequence) throws IOException {
      String client = record.loadArm().isBus() ? PublisherProgram.BUS : PublisherProgram.JNATS;
      return new PublisherProcess(
          environment,
          options().folder().resolve(record.name() + ".log"),
          account,
          accepted,
          client,
          broker.url(),
          Integer.toString(perSecond),
          Integer.toString(firstSequence));
    }

    /** Kills one process after the other, and returns how many. */
    int killThemAll() throws IOException, InterruptedException {
      SplittableRandom random = new SplittableRandom(options().seed());
      int kills = 0;
      while (kills < options().faults()) {
        Duration wait = Duration.ofMillis(random.nextInt(EARLIEST_MILLIS, LATEST_MILLIS));
        record.phase(
            "kill %d of %d".formatted(kills + 1, options().faults()), options().limit().plus(wait));
        try (PublisherProcess process = start(options().perSecond(), kills * SEQUENCES)) {
          if (!Await.within(options().limit(), () -> process.publishing() || !process.isAlive())
              || !process.isAlive()) {
            record.note(
                "Process %d did not publish: see %s.log.".formatted(kills + 1, record.name()));
            return kills;
          }
          Thread.sleep(wait.toMillis());
          boolean away = kills % 2 == 1;
          if (away) {
            record.mark(Timeline.BROKER_DOWN);
            broker.kill();
            Thread.sleep(options().outage().toMillis());
          }
          process.kill();
          record.event("drill", "publisher-killed", Map.of("brokerAway", away));
          kills++;
          if (away) {
            broker.restart();
            record.mark(Timeline.BROKER_UP);
          }
        }
      }
      return kills;
    }

    /** Lets a last process deliver what the others left, and returns if it did. */
    boolean drain() throws IOException, InterruptedException {
      record.phase("delivering what is left on disk", options().limit());
      try (PublisherProcess process = start(0, 0)) {
        return process.awaitEnd(options().limit());
      }
    }
  }
}
