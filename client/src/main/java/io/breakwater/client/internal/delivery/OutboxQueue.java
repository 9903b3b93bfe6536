package io.breakwater.client.internal.delivery;

import io.breakwater.client.internal.delivery.OutboxEntry.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which message of the outbox is where. Numbers are the order: whatever has to be sent again goes
 * before all that came later. Everything here wants the lock of the room.
 */
final class OutboxQueue {
  private final TreeMap<Long, OutboxEntry> all = new TreeMap<>();
  private final TreeMap<Long, OutboxEntry> ready = new TreeMap<>();
  private final Map<Long, OutboxEntry> inFlight = new LinkedHashMap<>();
  private final TreeMap<Long, OutboxEntry> lookedUp = new TreeMap<>();
  private final Silences silences = new Silences();
  private final TreeSet<OutboxEntry> parked =
      new TreeSet<>(
          Comparator.<OutboxEntry>comparingLong(entry -> entry.dueNanos)
              .thenComparingLong(entry -> entry.number));

  private long bytes;

  void add(OutboxEntry entry) {
    bytes += entry.cost;
    all.put(entry.number, entry);
  }

  /** The entry may be sent from now on, unless it has ended meanwhile. */
  void ready(OutboxEntry entry) {
    if (entry.place != Place.GONE) {
      inFlight.remove(entry.number);
      entry.place = Place.READY;
      ready.put(entry.number, entry);
    }
  }

  /** Takes the next to be sent, if fewer than {@code window} are under way. */
  @Nullable OutboxEntry next(int window, long resendNanos) {
    if (inFlight.size() >= window || ready.isEmpty()) {
      return null;
    }
    OutboxEntry entry = ready.pollFirstEntry().getValue();
    entry.place = Place.IN_FLIGHT;
    entry.dueNanos = resendNanos;
    entry.probing = null;
    inFlight.put(entry.number, entry);
    return entry;
  }

  /** The entry waits until it is known whether a stream covers its subject. */
  void awaitLookup(OutboxEntry entry) {
    if (entry.place != Place.GONE) {
      inFlight.remove(entry.number);
      entry.place = Place.LOOKED_UP;
      lookedUp.put(entry.number, entry);
    }
  }

  /** More is known about streams. */
  void lookupsEnded() {
    lookedUp.values().forEach(this::ready);
    lookedUp.clear();
  }

  /**
   * The entry, under way, met no answer: it waits, and all else for its stream, but for one a
   * second.
   */
  void unanswered(Object stream, OutboxEntry entry, long firstProbeNanos) {
    if (entry.place == Place.IN_FLIGHT) {
      inFlight.remove(entry.number);
      entry.place = Place.WAITING;
      silences.met(stream, entry, firstProbeNanos);
    }
  }

  /** Returns if no stream is known not to answer. */
  boolean allAnswer() {
    return silences.isEmpty();
  }

  /**
   * Returns if the entry, just taken, may be sent; not if its stream does not answer, and it waits.
   */
  boolean lets(Object stream, OutboxEntry entry, long nowNanos) {
    if (silences.lets(stream, entry, nowNanos)) {
      if (entry.probing != null) {
        entry.dueNanos = nowNanos + Silences.PROBE_NANOS;
      }
      return true;
    }
    inFlight.remove(entry.number);
    entry.place = Place.WAITING;
    return false;
  }

  /** The entry was answered, whatever the answer: what waited for its stream may go. */
  void answered(OutboxEntry entry) {
    if (entry.probing != null) {
      silences.answered(entry.probing).forEach(this::ready);
      entry.probing = null;
    }
  }

  /** The entry waits until the time has come to try again. */
  void park(OutboxEntry entry, long dueNanos) {
    if (entry.place == Place.IN_FLIGHT) {
      inFlight.remove(entry.number);
      entry.place = Place.PARKED;
      entry.dueNanos = dueNanos;
      parked.add(entry);
    }
  }

  /** Makes ready what has waited long enough. */
  void wakeDue(long nowNanos) {
    while (!parked.isEmpty() && parked.first().dueNanos - nowNanos <= 0) {
      ready(parked.pollFirst());
    }
    silences.due(nowNanos).forEach(this::ready);
  }

  /** Returns what is under way, and has waited too long for an answer. */
  List<OutboxEntry> silent(long nowNanos) {
    List<OutboxEntry> silent = new ArrayList<>();
    for (OutboxEntry entry : inFlight.values()) {
      if (entry.dueNanos - nowNanos > 0) {
        break;
      }
      silent.add(entry);
    }
    return silent;
  }

  /** The connection has ended: what was under way is sent again. */
  void connectionEnded() {
    for (OutboxEntry entry : List.copyOf(inFlight.values())) {
      entry.last = "sent, no answer before the connection ended";
      ready(entry);
    }
    lookupsEnded();
    silences.end().forEach(this::ready);
  }

  /** Takes out what is too old. */
  List<OutboxEntry> expire(long nowNanos, Duration maxAge) {
    List<OutboxEntry> old = new ArrayList<>();
    while (!all.isEmpty()
        && nowNanos - all.firstEntry().getValue().acceptedNanos >= maxAge.toNanos()
        && all.firstEntry().getValue().place != Place.STORING) {
      OutboxEntry entry = all.firstEntry().getValue();
      remove(entry);
      old.add(entry);
    }
    return old;
  }

  @Nullable OutboxEntry get(long number) {
    return all.get(number);
  }

  /** Takes out an entry; null if it has ended already. */
  @Nullable OutboxEntry take(long number) {
    OutboxEntry entry = all.get(number);
    if (entry != null) {
      remove(entry);
    }
    return entry;
  }

  /**
   * Returns if something could be sent, and a good part of the window lets it: whoever sends need
   * not be woken for each message.
   */
  boolean hasRoomFor(int window) {
    return !ready.isEmpty() && inFlight.size() <= window - window / 4;
  }

  /** Takes out an entry; false if it has ended already. */
  boolean remove(OutboxEntry entry) {
    if (entry.place == Place.GONE) {
      return false;
    }
    bytes -= entry.cost;
    all.remove(entry.number);
    ready.remove(entry.number);
    inFlight.remove(entry.number);
    lookedUp.remove(entry.number);
    if (entry.place == Place.WAITING) {
      silences.remove(entry);
    } else if (entry.place == Place.PARKED) {
      parked.remove(entry);
    }
    entry.place = Place.GONE;
    return true;
  }

  /** Returns those that are neither under way nor being stored, and can be dropped, in order. */
  Stream<OutboxEntry> idle() {
    return all.values().stream()
        .filter(entry -> entry.place != Place.IN_FLIGHT && entry.place != Place.STORING);
  }

  @Nullable OutboxEntry oldest() {
    return all.isEmpty() ? null : all.firstEntry().getValue();
  }

  List<OutboxEntry> everything() {
    return List.copyOf(all.values());
  }

  /** Returns if nothing is left that could be sent now or as soon as the server has answered. */
  boolean nothingToSend() {
    return ready.isEmpty() && lookedUp.isEmpty() && silences.isEmpty();
  }

  long bytes() {
    return bytes;
  }

  int size() {
    return all.size();
  }
}
