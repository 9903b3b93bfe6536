package io.breakwater.controlplane.store;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.contract.Protocol;
import io.breakwater.policy.DurationText;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueWatchOption;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.impl.NatsKeyValueWatchSubscription;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Which work is open: one small marker each, in a bucket of its own, so that whoever takes over
 * reads those and never all records that there ever were. Thread-safe.
 */
public final class Markers {
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Bus bus;
  private final Bucket bucket;
  private final Documents<Marker> documents;

  /** Creates an access to a bucket of markers. */
  public Markers(Bus bus, Bucket bucket) {
    this.bus = bus;
    this.bucket = bucket;
    documents = new Documents<>(bus, bucket, Marker.class).within(Documents.BRIEF);
  }

  /** Marks a key; completes with the revision that takes the mark away. */
  public CompletionStage<Long> put(String key) {
    return documents.put(key, new Marker(Protocol.VERSION));
  }

  /**
   * Takes a mark away. Fails with a {@link ConflictException} if the key was marked again since.
   */
  public CompletionStage<Void> delete(String key, long revision) {
    return documents.delete(key, revision);
  }

  /**
   * Returns all marks with their revisions. Blocks; 100,000 take about a second.
   *
   * @throws StoreException if that was not to be had within the limit
   */
  public Map<String, Long> list(Duration limit) throws InterruptedException {
    Found found = new Found();
    try (NatsKeyValueWatchSubscription unused =
        bus.connection()
            .keyValue(bucket.bucketName())
            .watchAll(found, KeyValueWatchOption.META_ONLY, KeyValueWatchOption.IGNORE_DELETE)) {
      return all(found, System.nanoTime() + limit.toNanos());
    } catch (TimeoutException e) {
      throw failed("no list within " + DurationText.format(limit), e);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      // Closing a watch may throw anything.
      throw failed(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * jnats says that the data has ended with a message that no other waits behind. If those that
   * waited are deleted meanwhile, it never says so: then the last message that there is tells.
   */
  private Map<String, Long> all(Found found, long deadline) throws Exception {
    while (true) {
      long left = deadline - System.nanoTime();
      try {
        return found.all.get(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (left <= 0) {
          throw e;
        }
        if (found.latest >= last()) {
          return found.marks;
        }
      }
    }
  }

  /** Returns the revision of the last marker that there is; 0 if there is none. */
  private long last() throws IOException, JetStreamApiException {
    try {
      return bus.connection()
          .jetStreamManagement()
          .getLastMessage(bucket.stream(), bucket.subject(">"))
          .getSeq();
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == StoredMessages.NO_MESSAGE_FOUND) {
        return 0;
      }
      throw e;
    }
  }

  private StoreException failed(String what, Exception cause) {
    return new StoreException(
        bucket.bucketName() + ": " + what, StoreException.Kind.NOT_DONE, cause);
  }

  /** What is written; only that it is there matters. */
  private record Marker(int version) {}

  private static final class Found implements KeyValueWatcher {
    private final Map<String, Long> marks = new ConcurrentHashMap<>();
    private final CompletableFuture<Map<String, Long>> all = new CompletableFuture<>();
    private volatile long latest;

    @Override
    public void watch(KeyValueEntry entry) {
      marks.put(entry.getKey(), entry.getRevision());
      latest = entry.getRevision();
    }

    @Override
    public void endOfData() {
      all.complete(marks);
    }
  }
}
