package io.breakwater.controlplane.gateway;

import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What came last into a stream, newest first, a page at a time. A stream is read forwards only, so
 * this goes back stretch by stretch, and reads each to its end. A page looks at so many places and
 * so many bytes at most; what it has when its time is over is a page too, and says where the next
 * begins.
 */
final class Newest {
  /** So many places for each entry that is asked for: most may be others', or taken away. */
  private static final int STRETCH = 60;

  private static final int FIRST_SPAN = 32;
  private static final long MOST_BYTES = 32 << 20;
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final Ask ask;
  private final String stream;
  private final String subject;
  private final Function<Message, Optional<Object>> view;

  /**
   * Creates a list.
   *
   * @param subject which messages of the stream, with NATS's wildcards
   */
  Newest(Ask ask, String stream, String subject) {
    this(ask, stream, subject, message -> Optional.empty());
  }

  private Newest(Ask ask, String stream, String subject, Function<Message, Optional<Object>> view) {
    this.ask = ask;
    this.stream = stream;
    this.subject = subject;
    this.view = view;
  }

  /**
   * Returns the same list as somebody sees it.
   *
   * @param entry makes an entry of a message; none of one that is not to be seen
   */
  Newest as(Function<Message, Optional<Object>> entry) {
    return new Newest(ask, stream, subject, entry);
  }

  /** An entry, and where it was. */
  private record Entry(long sequence, Object view) {}

  /** What there was between two places: the latest entries, oldest first, and its size. */
  private record Stretch(Deque<Entry> latest, long bytes) {}

  /**
   * Returns a page; its token is the lowest place that was looked at.
   *
   * @param before the token of the page before
   * @throws IOException if there is nothing to tell by the deadline
   */
  Page page(int limit, Optional<Long> before, Deadline deadline)
      throws IOException, JetStreamApiException {
    StreamState state = ask.streams(deadline).getStreamInfo(stream).getStreamState();
    long first = Math.max(1, state.getFirstSequence());
    long begin = Math.min(state.getLastSequence() + 1, before.orElse(Long.MAX_VALUE));
    long end = begin;
    long lowest = Math.max(first, begin - (long) limit * STRETCH);
    long span = FIRST_SPAN;
    long bytes = 0;
    List<Object> items = new ArrayList<>();
    while (items.size() < limit && end > lowest && bytes < MOST_BYTES) {
      long from = Math.max(lowest, end - span);
      Stretch read;
      try {
        read = read(from, end, limit - items.size(), deadline);
      } catch (IOException e) {
        if (end == begin) {
          throw e;
        }
        break;
      }
      read.latest().descendingIterator().forEachRemaining(entry -> items.add(entry.view()));
      end = items.size() == limit ? read.latest().getFirst().sequence() : from;
      bytes += read.bytes();
      span = read.bytes() < StreamReader.PORTION_BYTES ? span * 2 : FIRST_SPAN;
    }
    return new Page(items, end > first ? Long.toString(end) : null);
  }

  private Stretch read(long from, long end, int most, Deadline deadline)
      throws IOException, JetStreamApiException {
    Deque<Entry> latest = new ArrayDeque<>();
    long[] bytes = {0};
    boolean[] over = {false};
    try (StreamReader reader = StreamReader.open(ask, stream, subject, from, IDLE, deadline)) {
      boolean more = true;
      while (more && !over[0]) {
        more =
            reader.read(
                (int) Math.min(end - from, StreamReader.PORTION),
                deadline,
                message -> {
                  long sequence = message.metaData().streamSequence();
                  bytes[0] += message.consumeByteCount();
                  over[0] |= sequence >= end - 1;
                  if (sequence < end) {
                    view.apply(message).ifPresent(it -> latest.addLast(new Entry(sequence, it)));
                  }
                  if (latest.size() > most) {
                    latest.removeFirst();
                  }
                });
      }
    }
    return new Stretch(latest, bytes[0]);
  }
}
