package io.breakwater.client.internal.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Streams that did not answer a message. Such a stream gets one message a second until it answers
 * one; all others for it wait here. Only a message tells: a stream that has a leader again says so
 * itself up to seconds before messages reach it (nats-server 2.9.10). Wants the lock of the room.
 */
final class Silences {
  /** A stream that is left alone gets the next message after so long, answered or not. */
  static final long PROBE_NANOS = 1_000_000_000L;

  /**
   * The oldest first, so that order is kept. One that met silence lets others go before it: it may
   * be the message that gets no answer, as where its subject is denied, and not the stream.
   */
  private static final Comparator<OutboxEntry> TURN =
      Comparator.<OutboxEntry>comparingInt(entry -> entry.unheard)
          .thenComparingLong(entry -> entry.number);

  private final Map<Object, Silence> silences = new HashMap<>();

  /** What waits for a stream, and when the next of it may go. */
  private static final class Silence {
    final TreeSet<OutboxEntry> waiting = new TreeSet<>(TURN);
    long probeNanos;

    private Silence(long probeNanos) {
      this.probeNanos = probeNanos;
    }
  }

  boolean isEmpty() {
    return silences.isEmpty();
  }

  /** A message met no answer, and waits from now on. */
  void met(Object stream, OutboxEntry entry, long firstProbeNanos) {
    silences.computeIfAbsent(stream, unused -> new Silence(firstProbeNanos)).waiting.add(entry);
    entry.probing = null;
  }

  /** Returns if a message may go to the stream now; if it is to wait, it does. */
  boolean lets(Object stream, OutboxEntry entry, long nowNanos) {
    Silence silence = silences.get(stream);
    if (silence == null) {
      return true;
    }
    if (nowNanos - silence.probeNanos < 0) {
      silence.waiting.add(entry);
      return false;
    }
    silence.probeNanos = nowNanos + PROBE_NANOS;
    entry.probing = stream;
    return true;
  }

  /** Takes out the next message of each stream whose time has come. */
  List<OutboxEntry> due(long nowNanos) {
    List<OutboxEntry> due = new ArrayList<>();
    silences
        .values()
        .removeIf(
            silence -> {
              if (nowNanos - silence.probeNanos < 0) {
                return false;
              }
              OutboxEntry next = silence.waiting.pollFirst();
              if (next != null) {
                due.add(next);
              }
              return next == null;
            });
    return due;
  }

  /** A message was answered: takes out all that waited for its stream. */
  List<OutboxEntry> answered(@Nullable Object stream) {
    Silence over = silences.remove(stream);
    return over == null ? List.of() : List.copyOf(over.waiting);
  }

  /** Takes out all, for the connection has ended. */
  List<OutboxEntry> end() {
    List<OutboxEntry> all = new ArrayList<>();
    silences.values().forEach(silence -> all.addAll(silence.waiting));
    silences.clear();
    return all;
  }

  /** Takes out a message that has ended. */
  void remove(OutboxEntry entry) {
    silences.values().forEach(silence -> silence.waiting.remove(entry));
  }
}
