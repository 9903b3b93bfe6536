package io.breakwater.client.internal.consume;

import io.breakwater.client.BusClosedException;
import io.breakwater.client.BusConsumer;
import io.breakwater.client.BusException;
import io.breakwater.client.ConsumerHealth;
import io.breakwater.client.ConsumerSpec;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.NoStreamException;
import io.breakwater.client.StreamNotFoundException;
import io.breakwater.client.internal.CauseText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One durable consumer: on a thread of its own it waits for a line, sees that the consumer is
 * there, fetches as many messages as there is room for, tells the server of those at work, and
 * begins again when the line is lost.
 */
final class PullConsumer implements BusConsumer {
  private static final Logger log = LoggerFactory.getLogger(PullConsumer.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  static final Duration DRAIN_LIMIT = Duration.ofSeconds(2);

  /** How often to look for a stream that the bus may be making. */
  private static final Duration MAKING = Duration.ofSeconds(1);

  private final ConsumerSpec spec;
  private final Connections connections;
  private final StreamKeeper streams;
  private final Consumer<LifecycleEvent> events;
  private final Consumer<PullConsumer> closed;
  private final ConsumerSetup setup;
  private final ConsumerStats stats = new ConsumerStats();
  private final Settlements settlements;
  private final Workbench workbench;
  private final Wakeup wakeup = new Wakeup();
  private final Runnable wake = wakeup::wake;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CountDownLatch fetchingEnded = new CountDownLatch(1);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Thread thread;
  private @Nullable String refusal;
  private volatile boolean stopping;

  /** Where messages come in; null while there is no line. */
  private volatile @Nullable Intake intake;

  /**
   * Creates a consumer that does nothing yet.
   *
   * @param name of the bus, for threads
   * @param closed is told when the consumer is closed
   */
  PullConsumer(
      String name,
      ConsumerSpec spec,
      Handler handler,
      Connections connections,
      StreamKeeper streams,
      Consumer<LifecycleEvent> events,
      Consumer<PullConsumer> closed) {
    this.spec = spec;
    this.connections = connections;
    this.streams = streams;
    this.events = events;
    this.closed = closed;
    setup = new ConsumerSetup(spec);
    settlements = new Settlements(connections);
    String threads = "breakwater-" + name + "-consumer-" + spec.durable();
    workbench =
        new Workbench(
            threads,
            spec,
            new Handling(spec, handler, settlements, stats, events, streams::lookAgain),
            settlements,
            stats,
            this::wakeIfDue);
    thread = new Thread(this::run, threads);
    thread.setDaemon(true);
  }

  void start() {
    connections.onChange(wake);
    thread.start();
  }

  /** The streams have been seen to, or somebody else has news. */
  void look() {
    wakeup.wake();
  }

  String stream() {
    return spec.stream();
  }

  String durable() {
    return spec.durable();
  }

  private void run() {
    Pause pause = new Pause();
    try {
      while (!over()) {
        if (stopping) {
          fetchingEnded.countDown();
        }
        Line line = connections.current();
        if (line == null || !streams.ready(spec.stream(), line)) {
          String trouble = streams.trouble(spec.stream());
          stats.is(ConsumerHealth.State.STARTING, trouble == null ? stats.problem() : trouble);
          wakeup.await(Pause.FOREVER);
        } else if (standsOn(line)) {
          pause.reset();
        } else {
          rest(line, pause);
        }
      }
    } catch (InterruptedException e) {
      log.debug("consumer {} interrupted", spec.durable());
    } finally {
      fetchingEnded.countDown();
    }
  }

  /** Returns if there is nothing more to fetch, and nothing to answer. */
  private boolean over() {
    return stopping && workbench.idle();
  }

  /** A pause that is over when the line is. */
  private void rest(Line line, Pause pause) throws InterruptedException {
    boolean unanswered = stats.state() != ConsumerHealth.State.REFUSED;
    long until = System.nanoTime() + pause.next(unanswered).toNanos();
    long left = 1;
    while (!over() && left > 0 && connections.stands(line)) {
      wakeup.await(Duration.ofNanos(left));
      left = until - System.nanoTime();
    }
    if (left > 0) {
      pause.reset();
    }
  }

  /** Consumes on a line; returns if that went well for as long as it lasted. */
  private boolean standsOn(Line line) throws InterruptedException {
    Established established;
    try {
      established = setup.on(line);
    } catch (StreamNotFoundException e) {
      if (!streams.missing(spec.stream())) {
        refused(e);
      }
      return false;
    } catch (NoStreamException e) {
      if (streams.ready(line)) {
        refused(e);
        return false;
      }
      // The bus may be about to make it.
      stats.is(ConsumerHealth.State.STARTING, e.getMessage());
      wakeup.await(MAKING);
      return true;
    } catch (BusException e) {
      refused(e);
      return false;
    } catch (IOException | RuntimeException e) {
      stats.is(ConsumerHealth.State.STARTING, CauseText.of(e));
      log.debug("consumer {}: {}", spec.durable(), CauseText.of(e));
      return false;
    }
    refusal = null;
    try {
      boolean well = stopping || consume(established);
      if (stopping) {
        finish(established);
      }
      return well;
    } catch (IllegalStateException e) {
      // jnats lost the connection under a publish or a subscribe.
      log.debug("consumer {}: {}", spec.durable(), CauseText.of(e));
      return false;
    }
  }

  /** While the consumer closes: what handlers still have is theirs until they are done. */
  private void finish(Established established) throws InterruptedException {
    fetchingEnded.countDown();
    settlements.established(established);
    workbench.extendAll();
    while (!over() && connections.stands(established.line())) {
      wakeup.await(workbench.extend(established.ackWait()));
    }
  }

  private void refused(BusException cause) {
    String text = String.valueOf(cause.getMessage());
    boolean news = !text.equals(refusal);
    refusal = text;
    stats.is(ConsumerHealth.State.REFUSED, text);
    if (news) {
      events.accept(
          new LifecycleEvent.JetStreamRefused(
              Instant.now(), "consumer " + spec.durable() + " of stream " + spec.stream(), text));
    }
    started.completeExceptionally(cause);
  }

  private boolean consume(Established established) throws InterruptedException {
    Intake in =
        new Intake(
            established,
            spec,
            message -> workbench.take(message, established),
            () -> {
              stats.answered(System.nanoTime());
              wakeIfDue();
            });
    intake = in;
    stats.is(ConsumerHealth.State.RUNNING, null);
    settlements.established(established);
    workbench.extendAll();
    events.accept(
        new LifecycleEvent.ConsumerStarted(
            Instant.now(), spec.stream(), spec.durable(), established.created()));
    started.complete(null);
    String broken = null;
    while (!stopping && broken == null && connections.stands(established.line())) {
      fetch(in, established);
      wakeup.await(workbench.extend(established.ackWait()));
      broken = in.broken();
    }
    intake = null;
    leave(in, established);
    if (broken != null) {
      log.warn("consumer {} of stream {}: {}", spec.durable(), spec.stream(), broken);
      stats.is(ConsumerHealth.State.STARTING, broken);
    }
    return broken == null;
  }

  private void fetch(Intake in, Established established) {
    long wanted = wanted(in);
    if (wanted > 0) {
      in.fetch((int) Math.min(wanted, established.maxBatch()));
    }
  }

  /**
   * Returns how many messages are worth a question; 0 for none. Half a prefetch is, and more than
   * half of what could be taken and was not asked for.
   */
  private long wanted(Intake in) {
    long takes = (long) spec.parallelism() + spec.prefetch() - workbench.held();
    long room = takes - in.outstanding();
    return room * 2 > Math.max(takes, spec.prefetch()) ? room : 0;
  }

  /** Not for each message: mostly there is nothing that this thread would do. */
  private void wakeIfDue() {
    Intake in = intake;
    if (in == null || wanted(in) > 0 || in.broken() != null) {
      wakeup.wake();
    }
  }

  private void leave(Intake in, Established established) throws InterruptedException {
    if (stopping && connections.stands(established.line())) {
      in.drain(DRAIN_LIMIT);
    } else {
      in.drop();
    }
  }

  @Override
  public CompletionStage<Void> started() {
    return started.minimalCompletionStage();
  }

  @Override
  public ConsumerHealth health() {
    return stats.health(spec, workbench.held(), System.nanoTime());
  }

  /** Begins the end: nothing more is fetched or begun. Returns at once. */
  void stop() {
    stopping = true;
    workbench.stop();
    wakeup.wake();
  }

  @Override
  public boolean close(Duration timeout) {
    boolean finished = end(timeout);
    connections.flush(DRAIN_LIMIT);
    return finished;
  }

  /** Closes; the answers may still have to be flushed. */
  boolean end(Duration timeout) {
    stop();
    if (!closing.compareAndSet(false, true)) {
      return workbench.idle();
    }
    boolean finished = false;
    try {
      finished = await(timeout);
    } catch (InterruptedException e) {
      workbench.interrupt();
      thread.interrupt();
      Thread.currentThread().interrupt();
    } finally {
      settlements.close();
      connections.forget(wake);
      started.completeExceptionally(
          new BusClosedException("consumer " + spec.durable() + ": closed before it started"));
      stats.is(ConsumerHealth.State.CLOSED, null);
      closed.accept(this);
      events.accept(
          new LifecycleEvent.ConsumerStopped(
              Instant.now(), spec.stream(), spec.durable(), workbench.running()));
    }
    return finished;
  }

  private boolean await(Duration timeout) throws InterruptedException {
    if (workbench.runsHere()) {
      workbench.await(Duration.ZERO);
      return false;
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    if (stats.state() == ConsumerHealth.State.RUNNING) {
      var unused = fetchingEnded.await(DRAIN_LIMIT.toSeconds() + 1, TimeUnit.SECONDS);
    } else if (workbench.idle()) {
      // It may be waiting for an answer of the server.
      thread.interrupt();
    }
    boolean finished = workbench.await(Duration.ofNanos(deadline - System.nanoTime()));
    if (!finished) {
      workbench.interrupt();
    }
    thread.interrupt();
    return finished;
  }

  @Override
  public void close() {
    close(CLOSE_LIMIT);
  }
}
