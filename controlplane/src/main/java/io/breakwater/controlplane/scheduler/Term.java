package io.breakwater.controlplane.scheduler;

import io.breakwater.client.Bus;
import io.breakwater.client.BusConsumer;
import io.breakwater.client.BusException;
import io.breakwater.client.BusSubscription;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.store.Acknowledged;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Markers;
import io.breakwater.controlplane.store.StoreException;
import io.nats.client.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time in which an instance is the active one: begins with nothing but what is stored. */
final class Term implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Term.class);
  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration LIST_LIMIT = Duration.ofSeconds(30);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** How often it is looked for submissions that were never delivered. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** How often the queues are counted by topic. */
  private static final Duration COUNT = Duration.ofSeconds(1);

  /** So many records are asked for at a time. */
  private static final int READ_AT_A_TIME = 64;

  private final Bus bus;
  private final SchedulerSettings settings;
  private final String instance;
  private final BooleanSupplier held;
  private final Loop loop;

  /** Lists markers, looks and sweeps: that blocks. */
  private final Loop aside;

  private final Acknowledged acknowledged;
  private final Overlooked overlooked;

  private final Markers markers;
  private final Registry registry;
  private final Steadiness steadiness;
  private final Allocation allocation;
  private final JobBook book;
  private final Intake intake;
  private final List<BusSubscription> subscriptions = new ArrayList<>();
  private final List<BusConsumer> consumers = new ArrayList<>();
  private long queuedNanos = System.nanoTime();
  private volatile boolean ended;
  private volatile Counts counts = Counts.NONE;

  /**
   * Creates a term that does nothing yet.
   *
   * @param held if this instance has the lease; what it may not do without waits
   */
  Term(
      Bus bus,
      Documents<JobRecord> documents,
      Markers markers,
      SchedulerSettings settings,
      String instance,
      RandomGenerator random,
      Tally tally,
      BooleanSupplier held) {
    this.bus = bus;
    this.markers = markers;
    this.settings = settings;
    this.instance = instance;
    this.held = held;
    loop = new Loop("breakwater-" + instance + "-scheduler");
    aside = new Loop("breakwater-" + instance + "-markers");
    acknowledged = new Acknowledged(bus);
    registry = new Registry(settings.pools(), settings.missedHeartbeats());
    steadiness = new Steadiness(bus, System.nanoTime());
    allocation = new Allocation(bus, loop, settings, registry, steadiness, random, tally);
    book = new JobBook(documents, markers, loop, this::active, random, allocation, tally);
    intake = new Intake(bus, loop, book, allocation, registry);
    overlooked = new Overlooked(bus, documents, this::accept);
  }

  void start() {
    subscriptions.add(bus.subscribe(Subjects.HEARTBEAT, intake::onHeartbeat));
    subscriptions.add(bus.subscribe(Subjects.JOB_PROGRESS, intake::onProgress));
    askForHeartbeats();
    loop.every(TICK, this::tick);
    aside.execute(this::rebuild);
  }

  Counts counts() {
    return counts;
  }

  private boolean active() {
    return !ended && held.getAsBoolean();
  }

  private void askForHeartbeats() {
    try {
      bus.publish(Subjects.HEARTBEAT_ASK, new byte[0]);
    } catch (BusException e) {
      log.debug(
          "{} - scheduler: workers are heard of when they beat: {}", instance, e.getMessage());
    }
  }

  private void tick() {
    long now = System.nanoTime();
    steadiness.look(now);
    if (!active()) {
      return;
    }
    allocation.tick(now);
    if (steadiness.connected()) {
      registry.takeLost(now, steadiness.sinceNanos()).forEach(this::lost);
    }
    boolean due = now - queuedNanos > COUNT.toNanos();
    if (due) {
      queuedNanos = now;
    }
    counts =
        new Counts(
            book.size(),
            registry.jobsGiven(),
            registry.all().size(),
            due ? allocation.waiting() : counts.queued());
  }

  private void lost(WorkerState worker) {
    allocation.lost(worker);
    aside.execute(() -> Leftovers.purge(bus, worker.id));
  }

  /** What is marked as open is read, and taken over; then work begins. */
  private void rebuild() {
    try {
      Map<String, Long> marks = markers.list(LIST_LIMIT);
      log.info("{} - scheduler: {} open jobs found", instance, marks.size());
      loop.execute(() -> read(new ArrayDeque<>(marks.entrySet()), this::open));
    } catch (StoreException e) {
      log.debug("{} - scheduler: {}", instance, e.getMessage());
      aside.later(AGAIN, this::rebuild);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(Deque<Map.Entry<String, Long>> marks, Runnable done) {
    int[] underWay = {0};
    int chains = Math.max(1, Math.min(READ_AT_A_TIME, marks.size()));
    underWay[0] = chains;
    for (int i = 0; i < chains; i++) {
      readOn(
          marks,
          () -> {
            underWay[0]--;
            if (underWay[0] == 0) {
              done.run();
            }
          });
    }
  }

  private void readOn(Deque<Map.Entry<String, Long>> marks, Runnable done) {
    Map.Entry<String, Long> mark = marks.poll();
    if (mark == null) {
      done.run();
    } else {
      var unused =
          book.adoptMarked(mark.getKey(), mark.getValue())
              .whenComplete(
                  (adopted, failure) -> {
                    if (failure != null) {
                      log.error(
                          "{} - scheduler: job {} not taken over: {}",
                          instance,
                          mark.getKey(),
                          failure.toString());
                    }
                    readOn(marks, done);
                  });
    }
  }

  private void open() {
    synchronized (this) {
      if (ended) {
        return;
      }
      subscriptions.add(bus.subscribe(Subjects.JOB_CANCEL, intake::onCancel));
      consumers.add(bus.jetStream().consumeAsync(Intake.SUBMISSIONS, this::onSubmit));
      consumers.add(bus.jetStream().consumeAsync(Intake.RESULTS, intake::onResult));
    }
    log.info("{} - scheduler: at work, {} open jobs", instance, book.size());
    // What a predecessor still wrote while this term began is found soon; the rest in time.
    loop.later(settings.lease().lasts(), this::reconcile);
    aside.every(LOOK, this::look);
    aside.every(settings.reconcile(), this::sweep);
  }

  private CompletionStage<?> onSubmit(Message message) {
    return intake.onSubmit(message).thenRun(() -> overlooked.taken(message));
  }

  private CompletionStage<Void> accept(JobRequest request) {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    loop.execute(
        () ->
            loop.on(
                book.accept(request),
                (done, failure) -> {
                  // What is refused is so for good.
                  stored.complete(null);
                }));
    return stored;
  }

  private void look() {
    if (active()) {
      try {
        overlooked.look();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Jobs that are marked and not known, or known and not marked: an outage may leave both. */
  private void reconcile() {
    Set<String> before = new HashSet<>();
    for (String id : book.ids()) {
      OpenJob job = book.find(id);
      if (job != null && job.marker != 0) {
        before.add(id);
      }
    }
    aside.execute(
        () -> {
          try {
            Map<String, Long> marks = markers.list(LIST_LIMIT);
            loop.execute(() -> compare(before, marks));
          } catch (StoreException e) {
            log.debug("{} - scheduler: {}", instance, e.getMessage());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          loop.later(settings.reconcile(), this::reconcile);
        });
  }

  private void sweep() {
    if (active()) {
      acknowledged.sweep(overlooked.seen());
    }
  }

  private void compare(Set<String> before, Map<String, Long> marks) {
    if (!active()) {
      return;
    }
    Deque<Map.Entry<String, Long>> unknown = new ArrayDeque<>();
    marks.entrySet().stream()
        .filter(mark -> book.find(mark.getKey()) == null)
        .forEach(unknown::add);
    read(unknown, () -> {});
    before.removeAll(marks.keySet());
    for (String id : before) {
      OpenJob job = book.find(id);
      if (job != null) {
        book.markAgain(job);
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      ended = true;
      subscriptions.forEach(BusSubscription::close);
    }
    // What is under way waits for what this term will not write any more: it is handed back.
    consumers.forEach(consumer -> consumer.close(Duration.ZERO));
    aside.close();
    loop.close();
  }
}
