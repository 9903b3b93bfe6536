package io.breakwater.controlplane.store;

import io.breakwater.client.Bus;
import io.breakwater.client.Health;
import io.breakwater.controlplane.contract.Protocol;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Permission to be the active one of several instances. It is no more than that: two may believe
 * for a moment that they have it, so each of their writes must be a compare-and-set.
 *
 * <p>The holder renews it by compare-and-set. Another instance takes it when it has seen the same
 * revision for as long as the lease lasts, through one unbroken connection: no clock is compared,
 * and what passes during an outage does not count. So the holder of before an outage, which could
 * not renew, has it again as soon as it is connected, unless somebody took it meanwhile: until then
 * it keeps what it has in hand, and does nothing.
 */
public final class Lease implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lease.class);

  /** How often it is looked if a connection is back, and tried again what did not work then. */
  private static final long LOOK_MILLIS = 100;

  private final Bus bus;
  private final String name;
  private final String instance;
  private final LeaseTerms terms;
  private final LeaseListener listener;
  private final Documents<LeaseRecord> documents;
  private final Thread thread;

  private volatile boolean holding;
  private volatile long renewedNanos;
  private volatile boolean closed;
  private long term;
  private long revision;
  private long seenSinceNanos;
  private long seenReconnects = -1;

  /**
   * Creates a lease that nothing is done for until {@link #start()}.
   *
   * @param name what it is for, a key of the bucket {@code leases}
   * @param instance who this is, different for each process
   */
  public Lease(Bus bus, String name, String instance, LeaseTerms terms, LeaseListener listener) {
    this.bus = bus;
    this.name = name;
    this.instance = instance;
    this.terms = terms;
    this.listener = listener;
    // Two renewals may stay without an answer before it is over.
    documents =
        new Documents<>(bus, Bucket.LEASES, LeaseRecord.class).within(terms.lasts().dividedBy(3));
    thread = new Thread(this::run, "breakwater-" + instance + "-lease-" + name);
    thread.setDaemon(true);
  }

  /** Begins to try. */
  public void start() {
    thread.start();
  }

  /** Returns if this instance has the lease, and has renewed it in time. */
  public boolean held() {
    return holding && !lapsed();
  }

  /** Returns if this instance had the lease, could not renew it, and nobody is known to have it. */
  public boolean suspended() {
    return holding && lapsed();
  }

  private boolean lapsed() {
    return System.nanoTime() - renewedNanos >= terms.lasts().toNanos();
  }

  /** Lets go, so that another one can take it at once. Blocks for as long as that takes. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(terms.lasts().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try {
        pause(look());
      } catch (InterruptedException e) {
        break;
      } catch (RuntimeException e) {
        log.warn("{} - lease {}: {}", instance, name, e.toString());
      }
    }
    if (holding) {
      holding = false;
      listener.lost("closed");
      release();
    }
  }

  /**
   * Until it is to be renewed; not so long when a connection is back, or it should have been
   * renewed.
   */
  private void pause(boolean done) throws InterruptedException {
    long until = System.nanoTime() + (done ? terms.renew().toNanos() : 0);
    do {
      Thread.sleep(Math.min(LOOK_MILLIS, terms.renew().toMillis()));
    } while (System.nanoTime() < until && !suspended() && !cameBack());
  }

  private boolean cameBack() {
    Health health = bus.health();
    return health.connected() && health.reconnects() != seenReconnects;
  }

  /** Returns if all that was asked was answered. */
  private boolean look() throws InterruptedException {
    Health health = bus.health();
    if (!health.connected()) {
      return true;
    }
    if (health.reconnects() != seenReconnects) {
      seenReconnects = health.reconnects();
      seenSinceNanos = System.nanoTime();
    }
    try {
      if (holding) {
        renew();
      } else {
        tryToTake();
      }
      return true;
    } catch (ConflictException e) {
      log.debug("{} - lease {}: {}", instance, name, e.getMessage());
      return true;
    } catch (StoreException e) {
      log.debug("{} - lease {}: {}", instance, name, e.getMessage());
      return false;
    }
  }

  private void renew() throws InterruptedException {
    boolean late = lapsed();
    long now = System.nanoTime();
    try {
      revision = await(documents.update(name, record(instance), revision));
    } catch (ConflictException e) {
      adopt();
      return;
    }
    renewedNanos = now;
    if (late) {
      log.info("{} - lease {}: active again, term {}", instance, name, term);
    }
  }

  /** It may be this instance's own renewal, whose answer was lost with a connection. */
  private void adopt() throws InterruptedException {
    @Nullable Versioned<LeaseRecord> there = await(documents.get(name)).orElse(null);
    if (there != null
        && there.value().holder().equals(instance)
        && there.value().term() == term
        && there.revision() != revision) {
      revision = there.revision();
      renew();
    } else {
      gone("somebody else has it");
    }
  }

  private void tryToTake() throws InterruptedException {
    long now = System.nanoTime();
    @Nullable Versioned<LeaseRecord> there = await(documents.get(name)).orElse(null);
    if (there == null) {
      term = 1;
      revision = await(documents.create(name, record(instance)));
    } else if (there.value().holder().isEmpty() || unchangedTooLong(there.revision(), now)) {
      term = there.value().term() + 1;
      revision = await(documents.update(name, record(instance), there.revision()));
    } else {
      return;
    }
    renewedNanos = now;
    holding = true;
    log.info("{} - lease {}: active, term {}", instance, name, term);
    listener.acquired(term);
  }

  private boolean unchangedTooLong(long seen, long now) {
    if (seen != revision) {
      revision = seen;
      seenSinceNanos = now;
    }
    return now - seenSinceNanos >= terms.lasts().toNanos();
  }

  private void gone(String reason) {
    holding = false;
    seenSinceNanos = System.nanoTime();
    log.info("{} - lease {}: no longer active: {}", instance, name, reason);
    listener.lost(reason);
  }

  private void release() {
    try {
      if (bus.health().connected()) {
        await(documents.update(name, record(""), revision));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.debug("{} - lease {}: not released: {}", instance, name, e.getMessage());
    }
  }

  private LeaseRecord record(String holder) {
    return new LeaseRecord(Protocol.VERSION, holder, term, Instant.now());
  }

  private static <R> R await(CompletionStage<R> stage) throws InterruptedException {
    try {
      return stage.toCompletableFuture().get();
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new CompletionException(e.getCause());
    }
  }
}
