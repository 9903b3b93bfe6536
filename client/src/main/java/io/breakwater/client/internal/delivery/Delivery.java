package io.breakwater.client.internal.delivery;

import io.breakwater.client.CloseReport;
import io.breakwater.client.DeliveryHealth;
import io.breakwater.client.DeliveryListener;
import io.breakwater.client.IndeterminateRange;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.Outbox;
import io.breakwater.client.OutboxDirectoryException;
import io.breakwater.client.Undelivered;
import io.breakwater.policy.BufferPolicy;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.OutboxPolicy;
import io.nats.client.Connection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that leaves a bus: both levels, what they share, and their threads. Thread-safe. */
public final class Delivery {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);
  private static final long LOOK_AGAIN_NANOS = 2_000_000L;
  private static final Duration JOIN_LIMIT = Duration.ofSeconds(2);

  /** Longer than all that an end waits for. */
  private static final Duration REPORT_LIMIT = Duration.ofSeconds(10);

  private static final CloseReport NOTHING_LEFT = new CloseReport(List.of(), List.of(), 0);

  private final BufferPolicy bufferPolicy;
  private final Room buffer;
  private final Losses losses;
  private final Publishing publishing;
  private final Confirmations confirmations;
  private final Store store;
  private final DefaultOutbox outbox;
  private final OutboxSender sender;
  private final Pump pump;
  private final Receipts receipts;
  private final Consumer<LifecycleEvent> events;
  private final RateMeter meter = new RateMeter(System.nanoTime());
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<CloseReport> report = new CompletableFuture<>();
  private volatile @Nullable Thread ending;

  /** How many messages came per second before the last outage. */
  private volatile double arrivals;

  /**
   * Prepares delivery; no thread is started before something is to be delivered.
   *
   * @param events gets what happens, not before {@link #start}
   * @throws OutboxDirectoryException if the policy names a directory that cannot be used
   */
  public Delivery(LifecyclePolicy policy, Consumer<LifecycleEvent> events) {
    this.events = events;
    bufferPolicy = policy.buffer();
    OutboxPolicy outboxPolicy = policy.outbox();
    String threads = "breakwater-" + policy.nats().name();
    buffer =
        new Room(
            "buffer",
            bufferPolicy.capacityBytes(),
            bufferPolicy.maxMessages(),
            bufferPolicy.overflow(),
            bufferPolicy.timeout());
    losses = new Losses(events);
    MaxPayload maxPayload = new MaxPayload();
    publishing = new Publishing(buffer, maxPayload, losses, new Waking());
    confirmations =
        new Confirmations(threads + "-pong", publishing, this::wakePump, new Figures()::sample);
    store =
        outboxPolicy
            .directory()
            .map(directory -> onDisk(directory, outboxPolicy, threads))
            .orElseGet(MemoryStore::new);
    Room outboxRoom =
        store.durable()
            ? new Room(
                "outbox",
                outboxPolicy.maxBytes(),
                mostInMemory(),
                bufferPolicy.overflow(),
                bufferPolicy.timeout())
            : buffer;
    receipts = new Receipts(threads + "-receipts", outboxRoom);
    outbox =
        new DefaultOutbox(
            outboxRoom,
            maxPayload,
            store,
            outboxPolicy,
            losses,
            publishing::lane,
            this::refusal,
            this::handedIn,
            receipts);
    sender = new OutboxSender(outbox, outboxPolicy, events, this::wakePump);
    pump = new Pump(threads + "-pump", publishing, sender, new Figures(), events);
  }

  /** Of a message on disk the heap keeps its entry; all of them get a quarter of it. */
  private static long mostInMemory() {
    return Runtime.getRuntime().maxMemory() / 4 / OutboxEntry.HEAP_BYTES;
  }

  private static Store onDisk(Path directory, OutboxPolicy policy, String threads) {
    try {
      Class.forName("org.h2.mvstore.MVStore");
    } catch (ClassNotFoundException e) {
      throw new OutboxDirectoryException(
          directory.toString(), "needs com.h2database:h2-mvstore on the class path");
    }
    return DiskStore.open(directory, policy, threads + "-outbox");
  }

  private @Nullable RuntimeException refusal(Lane standing, String subject, String what) {
    return sender.refusal(standing, subject, what);
  }

  private void handedIn(String subject) {
    if (!closed.get()) {
      pump.handedIn(subject);
    }
  }

  private void wakePump() {
    if (!closed.get()) {
      pump.wake();
    }
  }

  /** Begins, and tells what an earlier process has left. */
  public void start() {
    if (store.durable()) {
      events.accept(store.recoveredEvent());
      wakePump();
    }
  }

  /** See {@link io.breakwater.client.Bus#publish}. */
  public long publish(String subject, byte[] body) {
    return publishing.publish(subject, body);
  }

  /** See {@link io.breakwater.client.Bus#outbox}. */
  public Outbox outbox() {
    return outbox;
  }

  /** See {@link io.breakwater.client.Bus#onDelivery}. */
  public void add(DeliveryListener listener) {
    losses.add(listener);
  }

  /**
   * A connection stands, or does so still. Never blocks.
   *
   * @param reads rises whenever the server has sent something
   */
  public void connected(Connection connection, LongSupplier reads) {
    publishing.began(connection, reads);
  }

  /** The connection is about to be left: all is held from now on. Never blocks. */
  public void leaving() {
    publishing.leaving();
  }

  /** The server has read what was published until {@link #leaving}. Never blocks. */
  public void flushed() {
    Lane left = publishing.lane();
    if (left != null) {
      left.flushed();
    }
  }

  /** The connection has ended. Never blocks. */
  public void disconnected() {
    publishing.ended();
  }

  /** Returns how delivery is now. */
  public DeliveryHealth health() {
    Figures figures = new Figures();
    Backlog backlog = figures.backlog();
    return new DeliveryHealth(
        publishing.count(),
        outbox.taken(),
        outbox.acknowledged(),
        backlog.messages(),
        backlog.bytes(),
        backlog.age(),
        Optional.ofNullable(figures.expected(backlog)),
        losses.indeterminate(),
        losses.undelivered());
  }

  /** Takes nothing more. Never blocks. */
  public void refuse() {
    publishing.refuse();
    outbox.refuse();
  }

  /** Takes nothing more, and delivers what is here as far as the time allows. */
  public void drain(Duration timeout) {
    refuse();
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!delivered()
        && System.nanoTime() - deadline < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  private boolean delivered() {
    return new Figures().backlog().messages() == 0 && publishing.allConfirmed();
  }

  /**
   * Ends delivery, the connection still standing or not, and returns what is left; who asks again
   * gets the same, once it is known.
   */
  public CloseReport end() {
    refuse();
    if (closed.compareAndSet(false, true)) {
      ending = Thread.currentThread();
      try {
        report.complete(closeAll());
      } finally {
        report.complete(NOTHING_LEFT); // unless it is known
      }
    }
    return awaitReport();
  }

  /** Not for ever, and not at all by a listener that is told of what is left. */
  private CloseReport awaitReport() {
    try {
      long limit = ending == Thread.currentThread() ? 0 : REPORT_LIMIT.toMillis();
      return report.get(limit, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.debug("closed by somebody else, and not yet done", e);
    }
    return NOTHING_LEFT;
  }

  private CloseReport closeAll() {
    pump.close();
    confirmations.close();
    pump.join(JOIN_LIMIT);
    publishing.ended();
    List<IndeterminateRange> ranges = publishing.reportEnded();
    List<Undelivered> undelivered = new ArrayList<>(publishing.leftovers());
    int left = outbox.count();
    undelivered.addAll(outbox.leftovers());
    long kept = store.close().orElse(left);
    receipts.close();
    return new CloseReport(undelivered, ranges, kept);
  }

  private final class Waking implements Wakes {
    @Override
    public void pump() {
      wakePump();
    }

    @Override
    public void published(Lane lane, long number, int length) {
      confirmations.published(lane, number, length);
    }
  }

  private final class Figures implements Pump.Traffic {
    @Override
    public void sample() {
      meter.sample(System.nanoTime(), taken());
    }

    private long taken() {
      return publishing.count() + outbox.taken();
    }

    @Override
    public void outageBegan() {
      arrivals = meter.perSecond(System.nanoTime(), taken());
    }

    @Override
    public double drainRate() {
      // A bus that had just begun to publish, or publishes more since, is never done otherwise.
      double now = meter.perSecond(System.nanoTime(), taken());
      return bufferPolicy.drainRate(Math.max(arrivals, now));
    }

    @Override
    public Backlog backlog() {
      long now = System.nanoTime();
      Backlog published = publishing.backlog(now);
      Backlog sent = outbox.backlog(now);
      return new Backlog(
          published.messages() + sent.messages(),
          published.bytes() + sent.bytes(),
          published.age().compareTo(sent.age()) > 0 ? published.age() : sent.age());
    }

    @Override
    public @Nullable Duration expected(Backlog backlog) {
      return backlog.gone(drainRate(), arrivals).orElse(null);
    }
  }
}
