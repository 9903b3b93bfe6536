package io.breakwater.client.internal.consume;

import io.breakwater.client.ConsumerSpec;
import io.breakwater.client.internal.StageFailure;
import io.nats.client.Message;
import io.nats.client.impl.AckType;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages of a consumer that were fetched and are not answered, and the threads on them. */
final class Workbench {
  private static final Logger log = LoggerFactory.getLogger(Workbench.class);
  private static final Duration IDLE_THREAD = Duration.ofSeconds(30);

  /** How often the server hears of a message, of the time that it waits for: two may be late. */
  private static final int EXTENSIONS_PER_ACK_WAIT = 3;

  /** The longest time between two looks. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** How long interrupted handlers may take to notice. */
  private static final Duration NOTICE = Duration.ofSeconds(1);

  private final ConsumerSpec spec;
  private final Handling handling;
  private final Settlements settlements;
  private final ConsumerStats stats;
  private final Runnable changed;
  private final Set<Delivery> held = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor threads;
  private final ThreadLocal<Boolean> here = ThreadLocal.withInitial(() -> false);
  private final Wakeup emptied = new Wakeup();
  private volatile boolean stopping;
  private volatile boolean interrupting;

  Workbench(
      String threadPrefix,
      ConsumerSpec spec,
      Handling handling,
      Settlements settlements,
      ConsumerStats stats,
      Runnable changed) {
    this.spec = spec;
    this.handling = handling;
    this.settlements = settlements;
    this.stats = stats;
    this.changed = changed;
    AtomicInteger count = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            spec.parallelism(),
            spec.parallelism(),
            IDLE_THREAD.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, threadPrefix + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Takes a message that has come; never blocks. */
  void take(Message message, Established from) {
    Delivery delivery = new Delivery(message, from.streamCreated(), System.nanoTime());
    stats.delivered.incrementAndGet();
    if (message.metaData().deliveredCount() > 1) {
      stats.redelivered.incrementAndGet();
    }
    held.add(delivery);
    if (!handling.later() || handling.usedUp(delivery)) {
      try {
        threads.execute(() -> work(delivery, from.ackWait()));
      } catch (RejectedExecutionException e) {
        log.trace("closed");
      }
    } else if (!stopping) {
      begin(delivery, from.ackWait());
    }
    if (stopping) {
      handBack(delivery);
    }
  }

  /** Hands a message over on this thread; it is answered on that on which the handler is done. */
  private void begin(Delivery delivery, Duration ackWait) {
    if (!delivery.claim()) {
      return;
    }
    delivery.begin(System.nanoTime());
    stats.running.incrementAndGet();
    here.set(true);
    CompletionStage<?> done;
    try {
      done = handling.begin(delivery);
    } finally {
      here.set(false);
    }
    var unused = done.whenComplete((value, failure) -> ended(delivery, ackWait, failure));
  }

  private void ended(Delivery delivery, Duration ackWait, @Nullable Throwable failure) {
    if (!delivery.end()) {
      // It was handed back: its time was up.
      return;
    }
    if (failure == null && handling.acknowledgedNow(delivery)) {
      finish(delivery);
      return;
    }
    Throwable cause = failure == null ? null : StageFailure.cause(failure);
    try {
      // It has to wait, for a line or for a dead letter.
      threads.execute(() -> answer(delivery, ackWait, cause));
    } catch (RejectedExecutionException e) {
      settlements.now(delivery, AckType.AckNak, Duration.ZERO);
      finish(delivery);
    }
  }

  private void answer(Delivery delivery, Duration ackWait, @Nullable Throwable failure) {
    finishing(delivery, () -> handling.ended(delivery, ackWait, () -> interrupting, failure));
  }

  /** What is done for a message on a thread of the pool, until it is answered. */
  private interface Step {
    void run() throws InterruptedException;
  }

  private void finishing(Delivery delivery, Step step) {
    try {
      step.run();
    } catch (InterruptedException e) {
      settlements.now(delivery, AckType.AckNak, Duration.ZERO);
    } catch (RuntimeException e) {
      log.error("consumer {}: a message was not answered", spec.durable(), e);
    } finally {
      finish(delivery);
    }
  }

  private void finish(Delivery delivery) {
    if (delivery.begun()) {
      stats.running.decrementAndGet();
    }
    done(delivery);
  }

  private void work(Delivery delivery, Duration ackWait) {
    here.set(true);
    if (!delivery.claim()) {
      return;
    }
    finishing(
        delivery,
        () -> {
          long now = System.nanoTime();
          if (delivery.unanswered(now).compareTo(ackWait) < 0) {
            delivery.begin(now);
            stats.running.incrementAndGet();
            handling.handle(delivery, ackWait, () -> interrupting);
          } else {
            log.debug("consumer {}: the server has given a message away by now", spec.durable());
          }
        });
  }

  /** Gives a message back at once, if nobody has begun with it. */
  private void handBack(Delivery delivery) {
    if (delivery.claim()) {
      settlements.now(delivery, AckType.AckNak, Duration.ZERO);
      done(delivery);
    }
  }

  private void done(Delivery delivery) {
    held.remove(delivery);
    changed.run();
    if (stopping && held.isEmpty()) {
      emptied.wake();
    }
  }

  /** Its handler may come to an end later, which then means nothing. */
  private void takeBack(Delivery delivery) {
    if (delivery.end()) {
      settlements.now(delivery, AckType.AckNak, Duration.ZERO);
      finish(delivery);
    }
  }

  /** Returns how many messages are held, begun or not. */
  int held() {
    return held.size();
  }

  int running() {
    return stats.running.get();
  }

  boolean idle() {
    return held.isEmpty();
  }

  /** Tells the server of all messages, for it may have forgotten when they were fetched. */
  void extendAll() {
    extend(Duration.ZERO);
  }

  /**
   * Tells the server of the messages that it has not heard of for a while.
   *
   * @return when to call again
   */
  Duration extend(Duration ackWait) {
    Duration every = ackWait.dividedBy(EXTENSIONS_PER_ACK_WAIT);
    for (Delivery delivery : held) {
      long now = System.nanoTime();
      if (delivery.unanswered(now).compareTo(every) >= 0
          && !delivery.begunLongerThan(spec.maxHandling(), now)
          && settlements.now(delivery, AckType.AckProgress, Duration.ZERO)) {
        delivery.extended(now);
      }
    }
    Duration next = every.dividedBy(2);
    return next.compareTo(LOOK) < 0 ? next : LOOK;
  }

  /** What has not begun is handed back, now and from now on. */
  void stop() {
    stopping = true;
    held.forEach(this::handBack);
  }

  /** Returns if the calling thread is one of the handlers'. */
  boolean runsHere() {
    return here.get();
  }

  /** Waits for all messages to be answered; returns if they are. */
  boolean await(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    // Those whose handlers have no thread may need one for their answer.
    while (handling.later() && !idle() && System.nanoTime() < deadline) {
      emptied.await(Duration.ofNanos(deadline - System.nanoTime()));
    }
    threads.shutdown();
    return threads.awaitTermination(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)
        && (idle() || !handling.later());
  }

  /** Interrupts the handlers, and gives them a moment to notice. */
  void interrupt() {
    interrupting = true;
    threads.shutdownNow();
    if (handling.later()) {
      held.forEach(this::takeBack);
    }
    try {
      threads.awaitTermination(NOTICE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
