package io.breakwater.lab.delivery;

import io.breakwater.broker.Fault;
import io.breakwater.broker.FaultProxy;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.client.Bus;
import io.breakwater.client.LifecycleListener;
import io.breakwater.journal.Timeline;
import io.breakwater.lab.measure.Await;
import io.nats.client.Message;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A broker to kill, publishers that load it, and who counts. The publishers come through a proxy
 * that lets them in when the counting subscriber is back: what NATS itself loses because nobody is
 * subscribed yet is no fault of a publisher, and this way nothing is.
 */
final class LoadScene implements AutoCloseable {
  static final String SUBJECT = "drill.load";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Of one publisher; where jnats loses single messages there may be many. */
  private static final int MOST_RUNS = 10_000;

  private final LoadRecord record;
  private final LoadOptions options;
  private final Map<String, String> decided;
  private final List<Account> accounts = new ArrayList<>();
  private final List<Publisher> publishers = new ArrayList<>();
  private final Bins accepted;
  private final Bins arrived;
  private final NatsServer broker;
  private final FaultProxy proxy;
  private final Arrivals arrivals;
  private final Load load;
  private final HeldSampler held;
  private final LifecycleListener listener;
  private final List<Instant> arrivalTimes = new ArrayList<>();

  /**
   * Starts the broker and who counts.
   *
   * @param withStream if there is a stream on the subject
   * @param decided what the drill decides of the policy, beside the obvious
   * @param listener hears what the buses tell
   */
  LoadScene(
      LoadRecord record,
      LoadOptions options,
      boolean withStream,
      Map<String, String> decided,
      LifecycleListener listener)
      throws InterruptedException, IOException {
    this.record = record;
    this.options = options;
    this.decided = decided;
    this.listener = listener;
    accepted = new Bins(record.start());
    arrived = new Bins(record.start());
    load = new Load(options.perSecond() / (double) options.publishers(), accepted);
    for (int i = 0; i < options.publishers(); i++) {
      accounts.add(new Account());
    }
    broker = NatsServer.start(ServerConfig.builder().jetStream().build());
    proxy = FaultProxy.to(broker);
    arrivals = new Arrivals(broker.port(), SUBJECT, this::arrived);
    held = new HeldSampler(record.start(), this::held);
    if (withStream) {
      StoredMessages.create(broker.url(), SUBJECT);
    }
  }

  private void arrived(byte[] bytes) {
    Instant now = Instant.now();
    arrived.add(now);
    synchronized (arrivalTimes) {
      arrivalTimes.add(now);
    }
    if (options.level() == Level.PUBLISH) {
      delivered(bytes);
    }
  }

  private long held() {
    List<Publisher> all;
    synchronized (publishers) {
      all = List.copyOf(publishers);
    }
    long sum = all.isEmpty() ? -1 : 0;
    for (Publisher publisher : all) {
      long own = publisher.held();
      sum = own < 0 || sum < 0 ? -1 : sum + own;
    }
    return sum;
  }

  /** Connects the publishers, and returns if all are. */
  boolean connect() throws InterruptedException, IOException {
    record.phase("connecting " + options.publishers() + " publishers", PATIENCE);
    for (int i = 0; i < options.publishers(); i++) {
      Publisher publisher = publisher(i);
      synchronized (publishers) {
        publishers.add(publisher);
      }
    }
    boolean met = awaitConnected(PATIENCE) && Await.within(PATIENCE, arrivals::subscribed);
    record.before("all publishers and the counting subscriber are connected", met, connectedText());
    return met;
  }

  private Publisher publisher(int number) throws IOException, InterruptedException {
    String name = "publisher-" + number;
    LoadArm arm = record.loadArm();
    Account account = accounts.get(number);
    if (!arm.isBus()) {
      return new JnatsPublisher(
          JnatsPublisher.connect(proxy.url(), name),
          options.level(),
          SUBJECT,
          number,
          arm.repeats(),
          account);
    }
    Bus bus =
        Bus.open(
            arm.spec().policy(LoadArm.decided(proxy.url(), name, decided)),
            event -> {
              BusEvents.write(record, name, event);
              listener.onEvent(event);
            });
    return new BusPublisher(bus, options.level(), SUBJECT, number, account);
  }

  private String connectedText() {
    return "%d of %d publishers connected"
        .formatted(publishers.stream().filter(Publisher::connected).count(), publishers.size());
  }

  boolean awaitConnected(Duration limit) throws InterruptedException {
    return Await.within(limit, () -> publishers.stream().allMatch(Publisher::connected));
  }

  void startLoad() {
    for (int i = 0; i < publishers.size(); i++) {
      load.start(publishers.get(i), accounts.get(i), 0);
    }
  }

  void kill() throws InterruptedException {
    record.mark(Timeline.BROKER_DOWN);
    broker.kill();
    proxy.set(new Fault.Refuse());
    var unused = Await.within(PATIENCE, () -> !arrivals.subscribed());
  }

  /** Starts the broker again, and lets the publishers in when the subscriber is there. */
  void restart() throws InterruptedException, IOException {
    broker.restart();
    if (!Await.within(PATIENCE, arrivals::subscribed)) {
      throw new IOException("the counting subscriber did not come back");
    }
    record.mark(Timeline.BROKER_UP);
    proxy.set(new Fault.Forward());
  }

  /** Ends the load, and waits until publishers hold nothing and nothing arrives any more. */
  void settle() throws InterruptedException {
    record.phase("delivering what is left", options.limit());
    load.stop();
    var unused = Await.within(options.limit(), () -> held() <= 0);
    publishers.forEach(Publisher::finish);
    long[] seen = {-1};
    long[] since = {System.nanoTime()};
    var unusedToo =
        Await.within(
            PATIENCE,
            () -> {
              if (arrivals.count() != seen[0]) {
                seen[0] = arrivals.count();
                since[0] = System.nanoTime();
              }
              return System.nanoTime() - since[0] > Duration.ofMillis(500).toNanos();
            });
  }

  /** Reads the stream; at the level of the outbox that is what counts as delivered. */
  void count(Consumer<Message> taker) throws InterruptedException, IOException {
    record.phase("counting in the stream", options.limit());
    StoredMessages.read(
        broker.url(),
        SUBJECT,
        message -> {
          if (options.level() == Level.OUTBOX) {
            delivered(message.getData());
          }
          taker.accept(message);
        });
  }

  private void delivered(byte[] bytes) {
    Body body = Body.of(bytes);
    accounts.get(body.publisher()).delivered(body.sequence());
  }

  /** Returns the most that arrived in any 100 ms between two moments. */
  int mostArrived(Instant from, Instant until) {
    synchronized (arrivalTimes) {
      return BusiestWindow.of(arrivalTimes, from, until);
    }
  }

  /** Writes what was lost, run by run, as events; their moment is that of the counting. */
  void tellLosses() {
    for (int i = 0; i < accounts.size(); i++) {
      String source = "publisher-" + i;
      accounts.get(i).lostRuns().stream()
          .limit(MOST_RUNS)
          .forEach(
              run ->
                  record.event(
                      source,
                      "lost",
                      Map.of("firstSequence", run.first(), "lastSequence", run.last())));
    }
  }

  Account.Balance balance() {
    return accounts.stream()
        .map(Account::balance)
        .reduce(Account.Balance.ZERO, Account.Balance::plus);
  }

  /** Returns the series of the timeline. */
  Timeline.Messages messages() {
    Instant end = Instant.now();
    return new Timeline.Messages(accepted.until(end), arrived.until(end), held.samples());
  }

  @Override
  public void close() {
    load.close();
    held.close();
    publishers.forEach(Publisher::close);
    arrivals.close();
    proxy.close();
    broker.close();
  }
}
