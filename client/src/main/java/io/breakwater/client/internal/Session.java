package io.breakwater.client.internal;

import io.nats.client.Connection;
import io.nats.client.ForceReconnectOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One jnats connection of a bus, from its first dial to its end. Most buses have only one. */
final class Session implements JnatsListener.Reports {
  private static final Logger log = LoggerFactory.getLogger(Session.class);

  private final int generation;
  private final GatedServerPool pool;
  private final ConnectionThreads threads;
  private final Options options;
  private final Owner owner;
  private volatile @Nullable Connection connection;
  private volatile boolean standing;
  private volatile boolean retired;
  private final AtomicBoolean leaving = new AtomicBoolean();

  /** Set by the server's notice, and taken by whoever can report it. */
  private final AtomicBoolean lameDuck = new AtomicBoolean();

  /**
   * The bus, as its sessions see it. All but the last two are called on jnats's threads, and must
   * not block.
   */
  interface Owner {
    void connected(Session session);

    void disconnected(Session session);

    void closed(Session session);

    /** The session is about to leave its server: what is published from now on would be lost. */
    void leaving(Session session);

    /** The server has read what was published until then. */
    void flushed(Session session);

    /** The session did not leave after all, or is back. */
    void left(Session session);

    /** The server has said that it is about to stop; it may say so more than once. */
    void lameDuck(Session session);

    /** An error that did not end the connection. */
    void warned(Session session, String text);

    /** The first connection of the session stands; called on a thread that may block. */
    void opened(Session session, Connection connection);

    /** The session ended before it was ever connected. */
    void notOpened(Session session, @Nullable RuntimeException bug);
  }

  Session(
      int generation,
      String name,
      GatedServerPool pool,
      BiFunction<GatedServerPool, JnatsListener, Options.Builder> options,
      Owner owner) {
    this.generation = generation;
    this.pool = pool;
    this.owner = owner;
    threads =
        new ConnectionThreads("breakwater-" + name + (generation > 1 ? "-" + generation : ""));
    this.options = threads.applyTo(options.apply(pool, new JnatsListener(this))).build();
  }

  /** Begins to dial, on a thread of its own. */
  void start() {
    threads.run(this::dial);
  }

  private void dial() {
    try {
      Connection made = Nats.connect(options);
      connection = made;
      if (retired) {
        // close() came before it could see the connection.
        quietlyClose(made);
        return;
      }
      owner.opened(this, made);
    } catch (IOException e) {
      // jnats names the servers that failed, with their user info.
      log.debug("the first pass is over: {}", CauseText.of(e));
      owner.notOpened(this, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      owner.notOpened(this, null);
    } catch (RuntimeException e) {
      owner.notOpened(this, e);
    }
  }

  int generation() {
    return generation;
  }

  GatedServerPool pool() {
    return pool;
  }

  /** Returns the connection, or null before the first dial has succeeded. */
  @Nullable Connection connection() {
    return connection;
  }

  /** Returns if jnats says that the connection stands. */
  boolean standing() {
    return standing;
  }

  /** Returns if the session was closed by its owner. */
  boolean retired() {
    return retired;
  }

  /**
   * Asks jnats to leave its server and come back. A wish that jnats does not take up, because an
   * attempt is running, is lost; who asks looks again.
   *
   * @param still if the wish still holds when its turn comes
   * @param flush how long the server may take to read what was published; zero if it is not to be
   *     asked
   */
  void forceReconnectIf(BooleanSupplier still, Duration flush) {
    Connection live = connection;
    if (live == null || !leaving.compareAndSet(false, true)) {
      return;
    }
    run(
        () -> {
          try {
            if (still.getAsBoolean()) {
              owner.leaving(this);
              flush(live, flush);
              live.forceReconnect(ForceReconnectOptions.DEFAULT_INSTANCE);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (IOException | RuntimeException e) {
            log.debug("forceReconnect failed", e);
          } finally {
            leaving.set(false);
            owner.left(this);
          }
        });
  }

  private void flush(Connection live, Duration limit) throws InterruptedException {
    if (!limit.isZero()) {
      try {
        live.flush(limit);
        owner.flushed(this);
      } catch (TimeoutException e) {
        log.debug("left a server that had not read everything: {}", CauseText.of(e));
      }
    }
  }

  /** Runs something that may block, and is interrupted when the session is closed. */
  void run(Runnable task) {
    try {
      threads.run(task);
    } catch (RejectedExecutionException e) {
      log.trace("closed");
    }
  }

  /** Makes no more attempts and reports nothing any more. Never blocks. */
  void retire() {
    retired = true;
    pool.retire();
  }

  /** Retires and ends the session; waits for no broker. */
  void close() {
    retire();
    Connection live = connection;
    if (live != null) {
      quietlyClose(live);
    }
    threads.close();
  }

  private static void quietlyClose(Connection live) {
    try {
      live.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.debug("jnats failed to close", e);
    }
  }

  @Override
  public void connected() {
    pool.connected();
    standing = true;
    if (!retired) {
      owner.connected(this);
    }
    reportLameDuck();
  }

  @Override
  public void disconnected() {
    boolean stood = standing;
    standing = false;
    lameDuck.set(false);
    if (stood && !retired) {
      owner.disconnected(this);
    }
  }

  @Override
  public void closed() {
    standing = false;
    if (!retired && connection != null) {
      owner.closed(this);
    }
  }

  @Override
  public void lameDuck() {
    lameDuck.set(true);
    reportLameDuck();
  }

  /** The notice may overtake jnats's word that the connection stands. */
  private void reportLameDuck() {
    if (standing && !retired && lameDuck.getAndSet(false)) {
      owner.lameDuck(this);
    }
  }

  @Override
  public void failed(Exception thrown) {
    pool.failed(thrown);
  }

  @Override
  public void warned(String text) {
    if (standing && !retired) {
      owner.warned(this, text);
    }
  }
}
