package io.breakwater.controlplane.gateway;

import io.breakwater.client.Bus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this gateway has accepted, until it is seen in the store: who has just got a 202 may ask for
 * it at once. After an outage a broker may have come back without its data, so what the stream had
 * taken before is looked for there again. The latest are kept whole, in so many bytes; of the
 * others before them it is known that they were accepted. Thread-safe.
 */
final class Unrecorded<T> {
  private static final int MOST = 20_000;
  private static final long MOST_BYTES = 8 << 20;
  private static final long NOT_TAKEN = -1;

  /**
   * What was accepted.
   *
   * @param record null if it was too much to keep
   * @param takenAt during which connection the stream was known to have it
   * @param sequence its place in the stream
   * @param since when that was known
   */
  private record Accepted<T>(
      @Nullable T record, int bytes, long takenAt, long sequence, Instant since) {
    private Accepted<T> takenAt(long connection, long sequence) {
      return new Accepted<>(record, bytes, connection, sequence, Instant.now());
    }

    private Accepted<T> reduced() {
      return new Accepted<>(null, 0, takenAt, sequence, since);
    }
  }

  /**
   * What is known of one.
   *
   * @param record null if it was too much to keep
   * @param since when it was true
   */
  record Known<T>(@Nullable T record, Instant since) {}

  /** Looks into the stream. */
  interface InStream {
    /** Returns if the message of that sequence is the submission of that id. */
    boolean has(long sequence, String id, Deadline deadline);
  }

  private final Bus bus;
  private final InStream stream;
  private final Map<String, Accepted<T>> accepted = new LinkedHashMap<>();
  private final Deque<String> whole = new ArrayDeque<>();
  private long bytes;

  Unrecorded(Bus bus, InStream stream) {
    this.bus = bus;
    this.stream = stream;
  }

  /**
   * It is held here, and will be sent.
   *
   * @param size how long it is as JSON
   */
  synchronized void held(String id, T record, int size) {
    recorded(id);
    accepted.put(id, new Accepted<>(record, size, NOT_TAKEN, 0, Instant.now()));
    whole.addLast(id);
    bytes += size;
    while (bytes > MOST_BYTES || whole.size() > MOST) {
      accepted.computeIfPresent(whole.removeFirst(), (same, it) -> reduce(it));
    }
    var eldest = accepted.keySet().iterator();
    while (accepted.size() > MOST) {
      eldest.next();
      eldest.remove();
    }
  }

  private Accepted<T> reduce(Accepted<T> it) {
    bytes -= it.bytes;
    return it.reduced();
  }

  /** The stream has it. */
  synchronized void taken(String id, long sequence) {
    long connection = bus.health().reconnects();
    accepted.computeIfPresent(id, (same, it) -> it.takenAt(connection, sequence));
  }

  /** It is in the store, or will never be. */
  synchronized void recorded(String id) {
    Accepted<T> it = accepted.remove(id);
    if (it != null && it.record != null) {
      bytes -= it.bytes;
      whole.remove(id);
    }
  }

  /** Returns if it is held here, and no stream has it. */
  synchronized boolean isHeld(String id) {
    Accepted<T> it = accepted.get(id);
    return it != null && it.takenAt == NOT_TAKEN;
  }

  /** Returns what is known, from memory. */
  synchronized Optional<Known<T>> remembered(String id) {
    return Optional.ofNullable(accepted.get(id))
        .map(it -> new Known<>(it.record, it.takenAt == NOT_TAKEN ? Instant.now() : it.since));
  }

  /** Returns what is known; asks the stream first if an outage lies between. */
  Optional<Known<T>> get(String id, Deadline deadline) {
    Accepted<T> it;
    synchronized (this) {
      it = accepted.get(id);
    }
    long connection = bus.health().reconnects();
    if (it != null && it.takenAt != NOT_TAKEN && it.takenAt != connection) {
      if (stream.has(it.sequence, id, deadline)) {
        taken(id, it.sequence);
      } else {
        recorded(id);
      }
    }
    return remembered(id);
  }
}
