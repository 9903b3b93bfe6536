package io.breakwater.client.internal.delivery;

import io.breakwater.client.LifecycleEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends what does not go straight to jnats: the messages of the outbox that their callers do not
 * send themselves, and after an outage the backlog of both levels, in turn and at the drain rate.
 *
 * <p>Whoever has the {@link Baton} sends. The thread of the pump lets go of it only when nothing is
 * drained and nothing can be sent; so a caller who gets it may send on the lane that the pump has
 * seen begin, and meets no drain. What is sent is the next in the queue, whoever sends it.
 */
final class Pump {
  private static final long TICK_NANOS = 250_000_000L;

  /** Between two looks at the bucket, so that a few messages each go at once. */
  private static final long STEP_NANOS = 2_000_000L;

  /** So many are sent before it is looked at what else has happened. */
  private static final int ROUND = 256;

  private final Publishing publishing;
  private final OutboxSender sender;
  private final Traffic traffic;
  private final Consumer<LifecycleEvent> events;
  private final Worker worker;
  private final Baton baton = new Baton();

  /** The lane that is sent on; like what follows, whoever has the baton knows it. */
  private @Nullable Lane last;

  private @Nullable Drain drain;
  private boolean outboxNext;

  /** What is known about how much comes and waits. */
  interface Traffic {
    /** Notes how much has come. */
    void sample();

    /** Decides the rate of the next drain, by how much came until now. */
    void outageBegan();

    /** Returns that rate, per second; if it is not configured, it rises with how much comes. */
    double drainRate();

    Backlog backlog();

    /** Returns how long the backlog will take. */
    @Nullable Duration expected(Backlog backlog);
  }

  /** A drain under way. */
  private static final class Drain {
    private final DrainPace pace;
    private final long beganNanos;
    private long sent;

    /** How many were published when it was last looked at what goes straight beside the drain. */
    private long published;

    private Drain(double perSecond, long nowNanos, long published) {
      pace = new DrainPace(perSecond, nowNanos);
      beganNanos = nowNanos;
      this.published = published;
    }
  }

  Pump(
      String threadName,
      Publishing publishing,
      OutboxSender sender,
      Traffic traffic,
      Consumer<LifecycleEvent> events) {
    this.publishing = publishing;
    this.sender = sender;
    this.traffic = traffic;
    this.events = events;
    worker = new Worker(threadName, this::turn);
  }

  void wake() {
    worker.wake();
  }

  /**
   * Called by who has put a message into the outbox: sends one on this thread, so that no other has
   * to be woken, if the pump has nothing to do and the stream is known to be good. Never waits.
   *
   * @param subject of the message
   */
  void handedIn(String subject) {
    if (!sender.isKnownGood(subject) || !baton.takeAsCaller()) {
      wake();
      return;
    }
    boolean leftToPump = true;
    try {
      Lane lane = last;
      leftToPump =
          lane == null
              || publishing.sendable() != lane
              || sender.sendNext(lane) == OutboxSender.Step.PUT_ASIDE;
    } finally {
      if (baton.giveUpAsCaller() || leftToPump) {
        wake();
      }
    }
  }

  private void turn() {
    if (!baton.takeAsPump()) {
      // The caller who has it wakes this thread when done.
      worker.sleep(TICK_NANOS);
      return;
    }
    publishing.reportEnded();
    traffic.sample();
    Lane lane = publishing.sendable();
    if (lane != last) {
      changed(lane);
    }
    sender.tick(System.nanoTime(), lane != null);
    if (lane == null) {
      worker.sleep(TICK_NANOS);
      return;
    }
    if (drain == null && publishing.holds()) {
      // The server had stopped taking what came, without an end of the connection.
      traffic.outageBegan();
      begin();
    }
    if (drain != null) {
      drain(lane, drain);
    } else {
      flow(lane);
    }
  }

  private void changed(@Nullable Lane lane) {
    if (last != null) {
      traffic.outageBegan();
      sender.ended();
    }
    drain = null;
    last = lane;
    if (lane != null) {
      sender.began();
      begin();
    }
  }

  private void begin() {
    Backlog backlog = traffic.backlog();
    if (backlog.messages() > 0) {
      drain = new Drain(traffic.drainRate(), System.nanoTime(), publishing.count());
      events.accept(
          new LifecycleEvent.DrainStarted(
              Instant.now(),
              backlog.messages(),
              backlog.bytes(),
              backlog.age(),
              traffic.expected(backlog)));
    }
  }

  private void drain(Lane lane, Drain current) {
    boolean stuck = false;
    current.pace.rate(traffic.drainRate(), System.nanoTime());
    countStraight(lane, current);
    sender.limit(current.pace.window(sender.quickestAnswerNanos()));
    for (int i = 0; i < ROUND && !stuck && current.pace.take(System.nanoTime()); i++) {
      OutboxSender.Step step = sendOne(lane);
      if (step == OutboxSender.Step.SENT) {
        current.sent++;
      } else {
        current.pace.giveBack();
        stuck = step == OutboxSender.Step.NOTHING;
      }
    }
    publishing.openIfIdle(lane);
    if (!stuck) {
      worker.pause(Math.max(STEP_NANOS, current.pace.nanosUntilNext(System.nanoTime())));
    } else if (sender.hasMore() || publishing.holds()) {
      worker.sleep(TICK_NANOS);
    } else {
      end(current);
    }
  }

  /** What goes straight to jnats while the outbox drains is a part of the drain's rate. */
  private void countStraight(Lane lane, Drain current) {
    long published = publishing.count();
    if (publishing.isStraight(lane)) {
      current.pace.others(published - current.published, System.nanoTime());
    }
    current.published = published;
  }

  /** In turn, so that neither level waits for the other. */
  private OutboxSender.Step sendOne(Lane lane) {
    outboxNext = !outboxNext;
    if (outboxNext) {
      OutboxSender.Step step = sender.sendNext(lane);
      return step == OutboxSender.Step.NOTHING ? sendHeld(lane) : step;
    }
    OutboxSender.Step step = sendHeld(lane);
    return step == OutboxSender.Step.NOTHING ? sender.sendNext(lane) : step;
  }

  private OutboxSender.Step sendHeld(Lane lane) {
    return publishing.sendHeld(lane) ? OutboxSender.Step.SENT : OutboxSender.Step.NOTHING;
  }

  private void end(Drain ended) {
    drain = null;
    events.accept(
        new LifecycleEvent.DrainEnded(
            Instant.now(), ended.sent, Duration.ofNanos(System.nanoTime() - ended.beganNanos)));
  }

  private void flow(Lane lane) {
    sender.limit(Integer.MAX_VALUE);
    boolean sent = true;
    for (int i = 0; i < ROUND && sent; i++) {
      sent = sender.sendNext(lane) != OutboxSender.Step.NOTHING;
    }
    publishing.openIfIdle(lane);
    if (!sent) {
      // What is handed in from here on is sent by its caller, or wakes this thread.
      baton.giveUpAsPump();
      worker.sleep(TICK_NANOS);
    }
  }

  void close() {
    worker.close();
  }

  void join(Duration limit) {
    worker.join(limit.toMillis());
  }
}
